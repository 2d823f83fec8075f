import type { Profile, TrainingRules } from '../../../sync/contract/policy.ts';
import { clause, says, silent } from '../figures.ts';

const agePhrase = '（男性16-60周岁，女性16-50周岁）';
const ageHeading = '五(一)';

export const wenzhouAges = {
  men: says({ least: 16, most: 60 }, ageHeading, agePhrase),
  women: says({ least: 16, most: 50 }, ageHeading, agePhrase),
  domesticWomen: says({ least: 16, most: 55 }, ageHeading, '家庭服务从业人员女性年龄可放宽至55周岁'),
};

const wenzhouDuties: TrainingRules['duties'] = [
  {
    code: 'real-name',
    text: '以身份证或市民卡信息实名报名注册',
    textEn: 'Registered by ID card or citizen card',
    source: clause(
      '四(二)',
      '职业技能培训实行实名制管理，以参加培训人员的身份证信息或温州市社会保障·市民卡信息进行培训报名注册',
    ),
  },
  {
    code: 'publicity',
    text: '公示单位名称、补贴人数、金额等；有异议的复核',
    textEn: 'Unit, number of people and amount are published; objections are examined again',
    source: clause('二(二)', '（包括享受各项补贴的单位名称、补贴人数、金额等）进行公示'),
  },
  {
    code: 'publicity',
    text: '公示期间有异议的由受理单位复核',
    textEn: 'Objections are examined again by whoever took the claim',
    source: clause('二(三)', '公示期间有异议的，由受理单位进行复核'),
  },
  {
    code: 'spot-check',
    text: '受理备案的部门日常监管',
    textEn: 'Day-to-day supervision by whoever took the filing',
    source: clause('四(三)', '对培训班的日常监管，由受理备案的部门牵头负责'),
  },
];

/** 「下同」: the words of 一(二)2(1) hold for every 培训授课视频 of the text. */
export function threeClips(heading: string): TrainingRules['video'] {
  return says('three-clips', heading, '培训授课视频', {
    text: '一(二)2(1)：「培训授课视频（不少于3次，每次不少于2分钟，下同）」。',
    textEn: '一(二)2(1): three clips or more, two minutes or more each, there and below.',
  });
}

export function wenzhouPapers(heading: string, items: string[]): TrainingRules['claimPapers'] {
  return says(items, heading, '其申领程序为');
}

/** What every type of the text shares. */
export const shared: Omit<TrainingRules, 'name' | 'nameEn' | 'money'> = {
  ...silent,
  filing: says(
    { days: 5, of: 'calendar', reading: 'at-least', ambiguous: false },
    '三(一)',
    '培训主体一般在培训班开班前5日',
    { text: '按「至少提前5日」理解。', textEn: 'Read as: at least five days before.' },
  ),
  checkIn: says('sign-in', '三(一)', '认真执行考勤签到制度'),
  retentionYears: says(5, '三(二)', '建立培训台账，台账保存期至少为五年'),
  mostAYear: says(3, '四(二)', '培训补贴每人每年（自然年度）可享受不超过3次（包括失业保险技能提升补贴）', {
    text: '失业保险技能提升补贴也计入；系统只知道本系统的补贴，请人工核对。',
    textEn:
      'The unemployment insurance’s skill subsidy counts too; only those of this system are known here.',
  }),
  sameOccupationAndLevel: says('never', '四(二)', '同一职业（工种）同一等级不得重复享受'),
  ageMen: wenzhouAges.men,
  ageWomen: wenzhouAges.women,
  duties: wenzhouDuties,
  certificate: says({ form: 'wenzhou', prefixes: ['温'] }, '附件4', '培训合格证书由10位组成'),
};

const startUpPapers = wenzhouPapers('一(六)', [
  '温州市职业培训开班申报表',
  '温州市职业培训补贴申请表(单位)',
  '温州市职业培训学员花名册',
  '身份证明材料复印件',
  '签到表',
  '培训合格证书发证名册',
  '培训授课视频',
]);

/** 附件1 gives the periods of each course beside its amount. */
function course(
  name: string,
  nameEn: string,
  [periods, row]: readonly [number, string],
  amount: string,
): TrainingRules {
  return {
    ...shared,
    name,
    nameEn,
    leastPeriods: says(periods, '附件1', row),
    mostPeople: says(50, '一(六)', '一般每班不超过 50 人', {
      text: '「一般」：提示，不阻止。',
      textEn: 'In general: it warns and never blocks.',
    }),
    video: threeClips('一(六)'),
    checkIn: says('sign-in', '一(六)', '签到表、培训合格证书发证名册、培训授课视频'),
    claimPapers: startUpPapers,
    money: says('wenzhou-start-up', '一(六)', amount),
  };
}

const thousand = '参加 SYB、IYB 培训取得合格证书的, 按 1000 元/人标准给予补贴';
const fifteenHundred =
  '参加网上创业培训、“互联网+”创业培训、“8+X”模拟公司创业实训取得合格证书的, 按 1500 元/人标准给予补贴';

export const startUp: Profile['types'] = [
  course('SYB培训', 'SYB start-up training', [64, 'SYB、IYB 培训\t64'], thousand),
  course('IYB培训', 'IYB improvement training', [64, 'SYB、IYB 培训\t64'], thousand),
  course('网上创业培训', 'Online start-up training', [106, '网上创业\t106'], fifteenHundred),
  course('互联网+创业培训', 'Internet+ start-up training', [104, '互联网+创业培训\t104'], fifteenHundred),
  course(
    '8+X模拟公司创业实训',
    '8+X simulated company',
    [168, '“8+X” 模拟公司创业实训\t168'],
    fifteenHundred,
  ),
];
