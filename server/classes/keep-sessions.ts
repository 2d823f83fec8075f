import type { Period } from '../../sync/contract/class-plan.ts';
import type { FilingPeriod } from '../../sync/contract/filing.ts';

const shanghaiMs = 8 * 3_600_000;
const halfDayMs = 6 * 3_600_000;

/**
 * The half-days of a changed plan under the ids that they had: records of check-ins and video name them. A half-day is
 * known by its day and its part of the day.
 */
export function keepSessions(periods: readonly FilingPeriod[], before: readonly Period[]): FilingPeriod[] {
  const idOf = new Map(before.map((period) => [halfOf(period), period.session]));
  return periods.map((period) => ({ ...period, session: idOf.get(halfOf(period)) ?? period.session }));
}

/** Before noon, before six, after. */
function halfOf({ day, startAt }: Pick<Period, 'day' | 'startAt'>): string {
  const part = Math.floor(((startAt + shanghaiMs) % (4 * halfDayMs)) / halfDayMs);
  return `${day} ${part <= 1 ? 'am' : part === 2 ? 'pm' : 'eve'}`;
}
