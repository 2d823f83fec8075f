import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingDetail, FilingSummary, PlanDifference } from '../../sync/contract/filing-review.ts';
import { hasRight } from '../accounts/rights.ts';
import type { Account } from '../accounts/session-routes.ts';
import type { Context } from '../parts.ts';
import { maskIdNumber } from '../review/mask.ts';
import { type Filing, type FilingHead, type FilingOutline, outlineOf } from '../storage/filing-rows.ts';
import { readStatement } from '../storage/read-statement.ts';
import { errorsOf, filedBefore } from './filing-parts.ts';
import { type FiledBefore, makePlan, renumberedIn } from './make-plan.ts';
import { planDifference } from './plan-difference.ts';
import { warningsOf } from './warnings-of.ts';

export function toSummary(filing: FilingHead, outline: FilingOutline): FilingSummary {
  const { id, state, version, classId, isChange, madeBy, changedAt, submittedAt } = filing;
  return { id, state, version, class: classId, isChange, madeBy, changedAt, submittedAt, ...outline };
}

/** A filing with what is wrong with it, what to look at, and what it changes of the plan that counts now. */
export async function filingDetail(
  context: Context,
  account: Account,
  filing: Filing,
): Promise<FilingDetail> {
  const { content, organiserId, reason, firstBy, decidedBy, decidedAt } = filing;
  const { stores } = context;
  const isDone = filing.state === 'accepted' || filing.state === 'withdrawn';
  const before = isDone ? undefined : await filedBefore(context, stores, filing.classId);
  const errors = isDone ? [] : await errorsOf(stores, content, before, organiserId);
  return {
    ...toSummary(filing, outlineOf(content)),
    content: mayReadNumbers(account) ? content : masked(content),
    errors: [...errors],
    warnings: [...(await warningsOf(context, filing))],
    difference: errors.length > 0 ? null : await differenceOf(context, filing, before),
    ...{ reason, firstBy, decidedBy, decidedAt },
  };
}

async function differenceOf(
  context: Context,
  filing: Filing,
  before: FiledBefore | undefined,
): Promise<PlanDifference | null> {
  if (filing.state === 'accepted') return acceptedDifference(context, filing);
  if (!before) return null;
  const now = context.clock.now();
  const { plan, people } = makePlan(filing.content, before, now);
  return planDifference(before.plan, plan, now, renumberedIn(people, before));
}

/** As it was when the change was accepted, whatever became of the plan since. */
async function acceptedDifference(
  { stores }: Context,
  { id, classId, decidedAt }: Filing,
): Promise<PlanDifference | null> {
  const change = await stores.filings.planChangeOf(id);
  if (!change || classId === null) return null;
  const versions = await stores.classes.versions(classId);
  const planOf = (version: number) =>
    readStatement('plan', versions.find((row) => row.version === version)?.statement ?? null)?.body;
  const [before, after] = [planOf(change.beforeVersion), planOf(change.version)];
  return before && after ? planDifference(before, after, decidedAt ?? 0) : null;
}

/** Whole ID numbers are for those who file and those who decide. */
export function mayReadNumbers({ role }: Account): boolean {
  return hasRight(role, 'write-filings') || hasRight(role, 'decide-filings');
}

function masked(content: FilingContent): FilingContent {
  return {
    ...content,
    people: content.people.map((person) => ({ ...person, idNumber: maskIdNumber(person.idNumber) })),
    periods: content.periods.map((period) => ({
      ...period,
      teacherIdNumber: maskIdNumber(period.teacherIdNumber),
    })),
  };
}
