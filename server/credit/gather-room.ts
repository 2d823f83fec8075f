import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { UncoveredStretch } from '../../sync/contract/replay.ts';
import { groupBy } from '../group-by.ts';
import { faultyStretches } from '../review/stretches.ts';
import type { CreditFactsStore } from '../storage/credit-facts-store.ts';
import type { CreditFacts, PictureFaultFact } from './facts.ts';
import { refOf } from './gather-records.ts';

/** What kiosks said of the room besides its film: gaps, faults of the picture, heads. */
export async function roomFacts(
  store: CreditFactsStore,
  plan: ClassPlan,
  now: number,
): Promise<Pick<CreditFacts, 'gaps' | 'pictureFaults' | 'looks'>> {
  const gaps = await store.gaps(plan.class);
  const looks = await store.looks(plan.class);
  return {
    gaps: gaps.map((row) => ({
      ...{ session: row.session, startAt: row.startAt, endAt: row.endAt },
      cause: row.cause as UncoveredStretch['cause'],
      record: refOf(row),
    })),
    looks: looks.map((row) => ({
      ...{ session: row.session, at: row.at, heads: row.heads },
      record: refOf(row),
    })),
    pictureFaults: await faultFacts(store, plan, now),
  };
}

/** A fault that nothing ended lasts as long as its lesson, and a lesson no longer than its half-day. */
async function faultFacts(
  store: CreditFactsStore,
  plan: ClassPlan,
  now: number,
): Promise<readonly PictureFaultFact[]> {
  const rows = groupBy(await store.pictureFaults(plan.class), ({ session }) => session);
  if (rows.size === 0) return [];
  const lessons = await store.lessons(plan.class);
  return [...rows].flatMap(([session, own]) => {
    const ends = plan.periods.filter((period) => period.session === session).map(({ endAt }) => endAt);
    const latest = Math.min(now, Math.max(...ends, 0));
    return faultyStretches(own, { lessons, latest }).flatMap(({ startAt, endAt, fault, noticedAt }) => {
      const row = own.find((one) => one.since === startAt && one.at === noticedAt && one.fault === fault);
      return row ? [{ session, startAt, endAt, fault, record: refOf(row) }] : [];
    });
  });
}
