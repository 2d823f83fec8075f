import { AppError } from '../../sync/base/errors.ts';
import { invalidField } from '../../sync/base/parse.ts';
import type { Actor } from '../../sync/contract/accounts.ts';
import type { PeriodKey } from '../../sync/contract/credit.ts';
import type {
  CreditDecisionOrder,
  EnrolmentDecisionOrder,
  LeaveOrder,
} from '../../sync/contract/credit-review.ts';
import { demandNoNumbers } from '../journal/no-numbers.ts';
import type { Context } from '../parts.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import type { ClassCredit } from './class-credit.ts';
import { creditOfClass, enrolledFor } from './credit-of-class.ts';
import { changedSince, noSuchTrainee } from './faults.ts';
import { gatherFacts } from './gather-facts.ts';
import { rowDigest } from './seen.ts';

interface ByWhom {
  readonly classId: string;
  readonly by: Actor;
}

/**
 * A reviewer's word on persons and periods: an entry of the log, an input of the next reckoning. Gives its place there.
 * Throws `conflict` when a row is not as it was seen, or a period is not over.
 */
export async function decideCredit(
  context: Context,
  who: ByWhom,
  { persons, periods, verdict, reason }: CreditDecisionOrder,
): Promise<string> {
  demandNoNumbers(reason);
  return write(context, who, async (stores) => {
    const credit = creditOfClass(await gatherFacts(context, who.classId, stores));
    const keys = periodKeys(credit, periods);
    for (const { person, basedOn } of persons) {
      const row = credit.people.find((one) => one.person === person);
      if (!row) throw noSuchTrainee();
      if (rowDigest(credit.periods, row) !== basedOn) throw changedSince();
      demandDecidable(credit, row.credits, keys);
    }
    const data = { persons: persons.map(({ person }) => person), periods: keys, verdict, reason };
    return { action: 'credit-decided', data };
  });
}

/**
 * Accepts or refuses enrolments, by the records that are here now. Throws `conflict` for somebody without any, and when
 * one came that was not seen.
 */
export async function decideEnrolments(
  context: Context,
  who: ByWhom,
  { persons, verdict, seen, reason }: EnrolmentDecisionOrder,
): Promise<string> {
  if (verdict === 'refuse' && reason === undefined) {
    throw invalidField('enrolments', 'reason', 'is needed for a refusal', '不认可登记须写明原因');
  }
  demandNoNumbers(reason ?? '');
  return write(context, who, async (stores) => {
    const { plan, enrolments } = await gatherFacts(context, who.classId, stores);
    const enrolled = new Set(enrolledFor(plan).map(({ id }) => id));
    const looked = [...new Set(persons)].map((person) => {
      if (!enrolled.has(person)) throw noSuchTrainee();
      const records = enrolments.filter((one) => one.person === person).map(({ record }) => record.digest);
      if (records.length === 0) throw notEnrolled();
      if (seen && records.some((digest) => !seen.includes(digest))) throw changedSince();
      return { person, records: records.sort() };
    });
    const action = verdict === 'accept' ? 'enrolment-accepted' : 'enrolment-refused';
    return { action, data: { persons: looked, reason: reason ?? null } };
  });
}

/** Grants a leave, or takes one back. */
export async function grantLeave(
  context: Context,
  who: ByWhom,
  { person, periods, granted = true, reason }: LeaveOrder,
): Promise<string> {
  demandNoNumbers(reason);
  return write(context, who, async (stores) => {
    const credit = creditOfClass(await gatherFacts(context, who.classId, stores));
    if (!credit.people.some((one) => one.person === person)) throw noSuchTrainee();
    const data = { person, periods: periodKeys(credit, periods), reason };
    return { action: granted ? 'leave-granted' : 'leave-withdrawn', data };
  });
}

type Words = { readonly action: string; readonly data: Record<string, unknown> };

/** In one transaction: what is checked is what stands when the entry is written. */
function write(
  { database, clock, serverKey }: Context,
  { classId, by }: ByWhom,
  check: (stores: Stores) => Promise<Words>,
): Promise<string> {
  return inTransaction(database, async (stores) => {
    const words = await check(stores);
    const deed = { at: clock.now(), by, class: classId, ...words };
    return (await stores.journal.append(deed, serverKey)).body.seq;
  });
}

function periodKeys(
  { periods }: ClassCredit,
  named: readonly Pick<PeriodKey, 'day' | 'number'>[],
): readonly PeriodKey[] {
  return named.map(({ day, number }) => {
    const found = periods.find((one) => one.day === day && one.number === number);
    if (found) return { day, number, startAt: found.startAt };
    throw new AppError('not_found', 'The class has no such period.', { zh: '该班次没有这一节课。' });
  });
}

function demandDecidable(
  { periods }: ClassCredit,
  credits: ClassCredit['people'][number]['credits'],
  keys: readonly PeriodKey[],
): void {
  const asked = new Set(keys.map(({ startAt }) => startAt));
  const isAsked = (index: number) => asked.has(periods[index]?.startAt ?? 0);
  if (periods.some(({ exam }, index) => exam && isAsked(index))) {
    throw new AppError('conflict', 'An exam is no part of the count: there is nothing to decide.', {
      zh: '考核时段不计入课时，无须认定。',
    });
  }
  if (!credits.some(({ state }, index) => state === 'pending' && isAsked(index))) return;
  throw new AppError('conflict', 'A period is not over yet: decide when it is.', {
    zh: '有课时还未结束，结束后再认定。',
  });
}

function notEnrolled(): AppError {
  return new AppError('conflict', 'Somebody has no enrolment to decide about yet.', {
    zh: '有人还没有登记记录，无法认可。',
  });
}
