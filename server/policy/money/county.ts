import { meetsPercent } from '../attendance-threshold.ts';
import { county } from './county-figures.ts';
import { amount, capLine, line, type MoneyRule, missing, needs, nothing, yuan } from './lines.ts';

const enterprise: MoneyRule = ({ classPeriods, classDays }) => {
  const { enterprise: figure, leastPeriods, leastDays } = county;
  if (classPeriods < leastPeriods.value && classDays < leastDays.value) {
    return nothing(
      'too-short',
      ['累计不足 3 天或 24 学时。', 'Neither three days nor 24 periods.'],
      leastDays.source,
    );
  }
  return amount([
    line('enterprise', ['企业职工培训', 'Training of an employee'], figure.value, figure.source),
  ]);
};

const apprentice: MoneyRule = () => {
  const { value, source } = county.apprentice;
  return amount([line('apprentice', ['新型学徒制一年', 'A year of an apprentice'], value, source)]);
};

const keyGroup: MoneyRule = ({ countedDays, employed }) => {
  const { firstDays, firstDay, laterDay, keyGroupCap, employedPercent } = county;
  if (!employed) return missing(needs.employed);
  if (employed.of === 0 || !meetsPercent(employed.people, employed.of, employedPercent.value)) {
    return nothing(
      'too-few-employed',
      [
        `就业 ${employed.people}/${employed.of} 人，就业率不足 ${employedPercent.value}%。`,
        `${employed.people} of ${employed.of} found work, fewer than ${employedPercent.value} %.`,
      ],
      employedPercent.source,
    );
  }
  const first = Math.min(countedDays, firstDays.value);
  const later = countedDays - first;
  const days = (code: string, count: number, { value, source }: typeof firstDay) =>
    line(
      code,
      [`${count} 天 × ${yuan(value)} 元`, `${count} days of ${yuan(value)} yuan`],
      count * value,
      source,
    );
  const lines = [
    days('first-days', first, firstDay),
    ...(later > 0 ? [days('later-days', later, laterDay)] : []),
  ];
  return amount([...lines, ...capLine(lines, keyGroupCap)]);
};

const certificate: MoneyRule = ({ certificate: got }) => {
  if (!got) return missing(needs.certificate);
  if (got.kind === 'operation') return firstOnly(got.isFirst, 'operation');
  if (got.kind !== 'vocational' || !got.level) return missing(needs.certificate);
  if (got.level === 'junior') return granted('junior');
  if (got.level === 'middle') return firstOnly(got.isFirst, 'middle');
  if (got.level === 'senior') return granted('senior');
  return nothing(
    'level-not-listed',
    ['文件没有列出技师以上等级的取证补贴。', 'The text lists no subsidy above 高级工.'],
    county.senior.source,
  );
};

function granted(which: 'junior' | 'middle' | 'senior' | 'operation') {
  const { value, source } = county[which];
  return amount([line(`certificate-${which}`, ['取证补贴', 'For a new certificate'], value, source)]);
}

/** 「初次取证」: asked of 中级工 and of operators. */
function firstOnly(isFirst: boolean | undefined, which: 'middle' | 'operation') {
  if (isFirst === undefined) return missing(needs.certificate);
  if (isFirst) return granted(which);
  return nothing('not-first', ['不是初次取证。', 'Not a first certificate.'], county[which].source);
}

export const countyRules: Record<string, MoneyRule> = {
  'county-enterprise': enterprise,
  'county-apprentice': apprentice,
  'county-key-group': keyGroup,
  'county-certificate': certificate,
};
