import type { ClaimBlock, ClaimFacts } from '../../sync/contract/claims.ts';
import type { Amount } from '../../sync/contract/money.ts';
import type { Figure, Source, TrainingRules } from '../../sync/contract/policy.ts';
import type { ExamResult } from '../../sync/contract/real-name.ts';
import { meetsPercent } from '../policy/attendance-threshold.ts';
import { dutyOf } from '../policy/profiles.ts';
import type { Credited } from './credited.ts';

interface Standing {
  readonly rules: TrainingRules;
  /** False while no approved credit counts. */
  readonly isApproved: boolean;
  readonly credited: Credited | undefined;
  readonly exam: ExamResult | null;
  readonly leftOut: boolean;
}

/** Why nothing is claimed for a person, each with its clause; none: claimed. */
export function blocksOf({ rules, isApproved, credited, exam, leftOut }: Standing): ClaimBlock[] {
  const blocks: ClaimBlock[] = [];
  if (leftOut) blocks.push(block('left-out', '未列入本次申请', 'Left out of this claim', null));
  if (!isApproved)
    return [...blocks, block('not-approved', '待学时核定', 'Credit is not approved yet', null)];
  if (!credited)
    return [...blocks, block('no-credit', '核定学时中没有此人', 'Not in the approved credit', null)];
  const { attendancePercent: threshold } = rules;
  if (threshold && !meetsPercent(credited.counted, credited.total, threshold.value)) {
    blocks.push(belowThreshold(credited, threshold));
  }
  return [...blocks, ...examBlocks(rules, exam)];
}

function belowThreshold({ counted, total }: Credited, { value, source }: Figure<number>): ClaimBlock {
  return block(
    'below-threshold',
    `出勤 ${counted}/${total} 节，未达到 ${value}%`,
    `${counted} of ${total} periods, below ${value} %`,
    source,
  );
}

/** Where the certificate is what is paid for, or the organiser holds the exam, it must be passed. */
function examBlocks(rules: TrainingRules, exam: ExamResult | null): ClaimBlock[] {
  const source = rules.certificate?.source ?? dutyOf(rules, 'own-exam')?.source;
  if (!source) return [];
  if (!exam) return [block('no-exam', '没有录入考核结果', 'No exam result', source)];
  if (!exam.passed) return [block('exam-failed', '考核不合格', 'Did not pass the exam', source)];
  if (!rules.certificate || exam.certificate !== null) return [];
  return [block('no-certificate', '没有录入证书编号', 'No certificate number', rules.certificate.source)];
}

/** An amount that grants nothing blocks, too. */
export function amountBlocks(amount: Amount): ClaimBlock[] {
  if (amount.kind !== 'nothing') return [];
  const { code, text, textEn, source } = amount.reason;
  return [block(code, text, textEn, source)];
}

/** 「凡补必进，不进不补」, 「不录不补」: nobody is paid for who is not in the real-name system. */
export function realNameRefusal(rules: TrainingRules, missing: number): ClaimBlock[] {
  if (missing === 0) return [];
  const source: Source | undefined = dutyOf(rules, 'real-name')?.source;
  const cited = source?.kind === 'clause' ? `${source.clause}「${source.phrase}」` : null;
  return [
    block(
      'not-registered',
      `${missing} 名学员没有实名制登记号，不能申请补贴${cited === null ? '' : `（${cited}）`}：请先录入登记号，或将其移出本次申请。`,
      `${missing} trainees have no registration number in the real-name system, and nothing can be claimed for them${cited === null ? '' : ` (${cited})`}: enter the numbers, or leave them out.`,
      source ?? null,
    ),
  ];
}

/** Conditions that nobody has confirmed. */
export function conditionRefusals(rules: TrainingRules, { confirmed }: ClaimFacts): ClaimBlock[] {
  return rules.conditions
    .filter(({ code }) => !confirmed.includes(code))
    .map(({ code, text, textEn, source }) =>
      block(`confirm-${code}`, `请确认：${text}。`, `Confirm: ${textEn}.`, source),
    );
}

export const block = (code: string, text: string, textEn: string, source: Source | null): ClaimBlock => ({
  ...{ code, text, textEn, source },
});
