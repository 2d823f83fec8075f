import type { ClaimBlock, ClaimFacts, ClaimRow, Reckoning } from '../../sync/contract/claims.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { PersonDetails } from '../../sync/contract/filing.ts';
import type { MoneyFacts } from '../../sync/contract/money.ts';
import type { TrainingRules } from '../../sync/contract/policy.ts';
import type { ExamResult } from '../../sync/contract/real-name.ts';
import { groupBy } from '../group-by.ts';
import { type EligibilityFacts, eligibilityWarnings } from '../policy/eligibility.ts';
import { maskIdNumber } from '../review/mask.ts';
import type { ClaimedTraining } from '../storage/claim-store.ts';
import { readAmount, reckonAmounts } from './amounts.ts';
import { amountBlocks, block, blocksOf, conditionRefusals, realNameRefusal } from './blocks.ts';
import type { Credited, CreditedClass } from './credited.ts';
import type { ClassTrainee } from './trainees.ts';

/** The plan, or what was proven: evidence that came later, a device that was revoked, a decision. */
export type Outdated = 'plan' | 'evidence';

/** Everything that a claim is reckoned from. */
export interface ClaimInputs {
  readonly plan: ClassPlan;
  readonly rules: TrainingRules;
  readonly trainees: readonly ClassTrainee[];
  /** Undefined while no approved credit counts. */
  readonly credited: CreditedClass | undefined;
  /** What changed since credit was approved, which counts for nothing then. */
  readonly outdatedBy?: Outdated;
  readonly facts: ClaimFacts;
  readonly readings: readonly string[];
  readonly registered: ReadonlySet<string>;
  readonly exams: ReadonlyMap<string, ExamResult>;
  /** What the filing says of people, by ID number. */
  readonly details: ReadonlyMap<string, PersonDetails>;
  /** Other accepted claims of these people. */
  readonly history: readonly ClaimedTraining[];
}

/** Pure: who is claimed for and who is not and why, with amounts; and why the claim cannot be handed in as it is. */
export function reckonClaim(inputs: ClaimInputs): {
  readonly reckoning: Reckoning;
  readonly refusals: readonly ClaimBlock[];
} {
  const { rules, facts, readings } = inputs;
  const rows = rowsOf(inputs);
  const forProjects = facts.class.forProjects ?? false;
  const reckoning = reckonAmounts(rows, { rules, forProjects, readings });
  return { reckoning, refusals: refusalsOf(inputs, reckoning) };
}

function rowsOf(inputs: ClaimInputs): ClaimRow[] {
  const historyOf = groupBy(inputs.history, ({ idNumber }) => idNumber);
  const ownFacts = new Map(inputs.facts.persons.map((own) => [own.person, own]));
  return inputs.trainees.map((trainee) => {
    const { person, name, idNumber } = trainee;
    const credited = inputs.credited?.byPerson.get(person);
    const exam = inputs.exams.get(person) ?? null;
    const leftOut = ownFacts.get(person)?.leftOut ?? false;
    const isApproved = inputs.credited !== undefined;
    const standing = blocksOf({ rules: inputs.rules, isApproved, credited, exam, leftOut });
    const money = credited && standing.length === 0 ? moneyFacts(inputs, person, credited, exam) : null;
    const amount = money && reckonOne(inputs, money);
    return {
      ...{ person, name, maskedIdNumber: maskIdNumber(idNumber), exam, leftOut },
      isRegistered: inputs.registered.has(person),
      credit: credited ? creditOf(credited) : null,
      blocks: amount ? amountBlocks(amount) : standing,
      warnings: [...eligibilityWarnings(eligibilityFacts(inputs, trainee, historyOf.get(idNumber) ?? []))],
      ...{ money, amount },
    };
  });
}

const reckonOne = ({ rules, readings }: ClaimInputs, money: MoneyFacts) =>
  readAmount(money, { rules, readings });

function creditOf({ counted, total }: Credited): ClaimRow['credit'] {
  return { counted, total, percent: total === 0 ? 0 : Math.floor((counted * 100) / total) };
}

function moneyFacts(
  { facts, credited, trainees }: ClaimInputs,
  person: string,
  own: Credited,
  exam: ExamResult | null,
): MoneyFacts {
  const { forProjects: _, certificate, apprentice, ...ofClass } = facts.class;
  const ofPerson = facts.persons.find((one) => one.person === person);
  const got = ofPerson?.certificate ?? certificate ?? (exam?.passed ? { kind: 'pass' as const } : undefined);
  const apprenticed = ofPerson?.apprentice ?? apprentice;
  return {
    ...ofClass,
    ...(got && exam?.passed !== false && { certificate: got }),
    ...(apprenticed && { apprentice: apprenticed }),
    countedPeriods: own.counted,
    countedDays: own.countedDays,
    classPeriods: credited?.classPeriods ?? 0,
    classDays: credited?.classDays ?? 0,
    classPeople: trainees.length,
  };
}

function eligibilityFacts(
  { plan, rules, details }: ClaimInputs,
  { idNumber }: ClassTrainee,
  history: readonly ClaimedTraining[],
): EligibilityFacts {
  const { contractFrom, contractTo } = details.get(idNumber) ?? {};
  const contract =
    contractFrom === undefined ? undefined : { signed: contractFrom, ends: contractTo ?? null };
  const { occupation, level = null } = plan;
  return { rules, idNumber, contract, classStart: firstDay(plan), occupation, level, history };
}

const outdated: Record<Outdated, ClaimBlock> = {
  plan: block(
    'plan-changed',
    '学时核定后备案计划有变更，须按现行计划重新核定后才能申请补贴。',
    'The plan was changed since the credit was approved: it must be approved anew.',
    null,
  ),
  evidence: block(
    'credit-changed',
    '学时核定后证据或审核意见有变化，重新计算的结果不同，须撤销核定并重新核定后才能申请补贴。',
    'The credit would come out differently since it was approved: it must be withdrawn and approved anew.',
    null,
  ),
};

function refusalsOf(
  { rules, credited, outdatedBy, facts }: ClaimInputs,
  { rows, totals }: Reckoning,
): ClaimBlock[] {
  if (outdatedBy) return [outdated[outdatedBy]];
  if (!credited) {
    return [block('no-approval', '学时尚未核定，不能申请补贴。', 'The credit is not approved yet.', null)];
  }
  const claimed = rows.filter(({ blocks }) => blocks.length === 0);
  const nobody =
    totals.claimed === 0
      ? [block('nobody', '没有可以申请的学员。', 'Nothing can be claimed for anybody.', null)]
      : [];
  const unregistered = claimed.filter(({ isRegistered }) => !isRegistered).length;
  return [
    ...nobody,
    ...realNameRefusal(rules, unregistered),
    ...conditionRefusals(rules, facts),
    ...missingFacts(claimed),
  ];
}

/** What the rule of money needs to know and nobody entered, once each. */
function missingFacts(rows: readonly ClaimRow[]): ClaimBlock[] {
  const found = new Map<string, ClaimBlock>();
  for (const { amount } of rows) {
    if (amount?.kind !== 'missing') continue;
    for (const { code, text, textEn } of amount.facts)
      found.set(code, block(`missing-${code}`, text, textEn, null));
  }
  return [...found.values()];
}

export const firstDay = ({ periods }: ClassPlan): string => periods.map(({ day }) => day).sort()[0] ?? '';
