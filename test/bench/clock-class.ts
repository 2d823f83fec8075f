import { contentOf } from '../../server/classes/add-filing.ts';
import { makePlan } from '../../server/classes/make-plan.ts';
import type { ServerParts } from '../../server/parts.ts';
import { civilDayOf } from '../../server/policy/civil-day.ts';
import { inTransaction } from '../../server/storage/stores.ts';
import type { ClassFiling, ClassPlan } from '../../sync/contract/class-plan.ts';
import type { RecordData } from '../../sync/contract/records.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { checkInOf } from '../helpers/log-writer.ts';
import { sampleFiling } from '../helpers/sample-filing.ts';

const day = 86_400_000;
const minute = 60_000;

/**
 * A class whose one session begins 800 days before `now` and ends as long after: its window is open by any clock,
 * so nothing but the judgement of time can hold a check-in. Nobody would accept its filing: it is entered as it is.
 */
export async function enterEndlessClass(
  { database, serverKey }: Pick<ServerParts, 'database' | 'serverKey'>,
  device: string,
  now: number,
): Promise<ClassPlan> {
  const { plan, people } = makePlan(contentOf(endlessClass(device, now)), undefined, now);
  const statement = sealStatement('plan', plan, serverKey);
  await inTransaction(database, ({ classes }) => classes.save(statement, people, null));
  return plan;
}

function endlessClass(device: string, now: number): ClassFiling {
  const filing = sampleFiling([device]);
  const [first] = filing.periods;
  if (!first) throw new Error('a filing without a period');
  const periods = [-800, 800].map((days) => {
    const startAt = now + days * day;
    return { ...first, day: civilDayOf(startAt), startAt, endAt: startAt + filing.periodMinutes * minute };
  });
  return { ...filing, periods };
}

/** A check-in there at `at`, reckoned as the plan wants it: very late. */
export function lateCheckIn(plan: ClassPlan, id: string, at: number): RecordData<'check-in'> {
  const startAt = Math.min(...plan.periods.map((period) => period.startAt));
  return checkInOf(plan, { id, at, reason: 'late', minutes: Math.floor((at - startAt) / minute) });
}
