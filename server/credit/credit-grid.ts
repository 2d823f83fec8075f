import type {
  ApprovalSummary,
  CreditGrid,
  CreditPeriod,
  PersonCreditDetail,
} from '../../sync/contract/credit-review.ts';
import type { Context } from '../parts.ts';
import { maskIdNumber } from '../review/mask.ts';
import { newestApproval } from './approvals.ts';
import type { PeriodOfClass } from './class-credit.ts';
import { creditOfClass } from './credit-of-class.ts';
import { noSuchTrainee } from './faults.ts';
import { gatherFacts } from './gather-facts.ts';
import { tell } from './reason-text.ts';
import { classDigest, contrary, rowDigest } from './seen.ts';

/** The credit of a class as it stands now; throws `not_found`, or `conflict` when it cannot be judged. */
export async function creditGrid(context: Context, classId: string): Promise<CreditGrid> {
  const { stores } = context;
  const facts = await gatherFacts(context, classId, stores);
  const credit = creditOfClass(facts);
  const idNumbers = new Map((await stores.classes.people(classId)).map((one) => [one.id, one.idNumber]));
  const nameOf = new Map(facts.plan.people.map(({ id, name }) => [id, name]));
  const { id, version, title, titleEn } = facts.profile;
  const rows = credit.people.map((one) => ({
    person: one.person,
    name: nameOf.get(one.person) ?? one.person,
    maskedIdNumber: maskIdNumber(idNumbers.get(one.person) ?? ''),
    cells: one.credits.map((cell) => ({
      ...{ state: cell.state, counts: cell.counts, byRule: cell.byRule, minutes: cell.minutes },
      codes: contrary(cell),
      decided: cell.decision?.verdict ?? null,
    })),
    ...{ totals: one.totals, before: one.before },
    digest: rowDigest(credit.periods, one),
  }));
  const digest = classDigest(
    credit,
    rows.map((row) => row.digest),
  );
  return {
    class: classId,
    now: facts.now,
    planVersion: credit.planVersion,
    profile: { id, version, title, titleEn },
    threshold: credit.threshold,
    periods: credit.periods.map(toldPeriod),
    rows,
    beforeVersion: credit.beforeVersion,
    enrolments: [...credit.enrolments],
    waiting: await stores.records.countOfClass(classId, 'received'),
    approval: await approvalOf(context, classId, digest),
    digest,
  };
}

/** One trainee's credits with all their reasons; throws `not_found`. */
export async function personCredit(
  context: Context,
  classId: string,
  person: string,
): Promise<PersonCreditDetail> {
  const credit = creditOfClass(await gatherFacts(context, classId, context.stores));
  const found = credit.people.find((one) => one.person === person);
  if (!found) throw noSuchTrainee();
  const periods = credit.periods.map(toldPeriod);
  return {
    person,
    digest: rowDigest(credit.periods, found),
    threshold: credit.threshold,
    totals: found.totals,
    before: found.before,
    credits: found.credits.map(({ reasons, ...cell }, index) => {
      const period = periods[index] as CreditPeriod;
      return { ...cell, period, reasons: [...reasons.map(tell), ...period.reasons] };
    }),
  };
}

function toldPeriod({ reasons, ...period }: PeriodOfClass): CreditPeriod {
  return { ...period, reasons: reasons.map(tell) };
}

/** The newest approval as a page shows it; `digest`: of the credit as it stands now. */
async function approvalOf(
  context: Context,
  classId: string,
  digest: string,
): Promise<ApprovalSummary | null> {
  const approval = await newestApproval(context, classId);
  if (!approval) return null;
  const { version, planVersion, at, by, counts, size, root } = approval.statement.body;
  const told = { version, planVersion, at, by, counts, size, root };
  return { ...told, state: approval.state, askedBy: approval.asked_by, current: approval.digest === digest };
}
