import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { groupBy } from '../group-by.ts';
import type { Stores } from '../storage/stores.ts';
import { insideStretches } from './attended.ts';
import type { CheckInFact, ElsewhereFact } from './facts.ts';
import { refOf } from './gather-records.ts';
import { byTime, inOrder } from './reasons.ts';

/** A half-day of a plan that cannot be read any more. */
const halfDayMs = 4 * 3_600_000;

/** When people of a class were inside in other classes, bureau-wide, by their ID numbers. */
export async function elsewhereFacts(
  stores: Stores,
  classId: string,
  publicKey: string,
): Promise<readonly ElsewhereFact[]> {
  const rows = await stores.creditFacts.elsewhere(classId);
  if (rows.length === 0) return [];
  const plans = new Map<string, ClassPlan | undefined>();
  for (const id of new Set(rows.map((row) => row.class))) {
    plans.set(id, openStatement('plan', await stores.classes.find(id), publicKey)?.body);
  }
  const sittings = groupBy(rows, (row) => `${row.person} ${row.class} ${row.session}`);
  return [...sittings.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const events = own.flatMap(toEvent).sort(byTime);
    const endAt = sessionEnd(plans.get(first.class), first.session) ?? (events[0]?.at ?? 0) + halfDayMs;
    const records = inOrder(events.map(({ record }) => record));
    return insideStretches(events, endAt).map((stretch) => ({
      ...{ person: first.person, class: first.class, records },
      ...{ startAt: stretch.startAt, endAt: stretch.endAt },
    }));
  });
}

type Row = Awaited<ReturnType<Stores['creditFacts']['elsewhere']>>[number];

function toEvent(row: Row): readonly CheckInFact[] {
  const { person, session, direction, at } = row;
  if (session === null || direction === null) return [];
  return [{ person, session, direction, at, timeProven: true, record: refOf(row) }];
}

function sessionEnd(plan: ClassPlan | undefined, session: string | null): number | undefined {
  const ends = plan?.periods.filter((period) => period.session === session).map(({ endAt }) => endAt) ?? [];
  return ends.length === 0 ? undefined : Math.max(...ends);
}
