const dayMs = 86_400_000;
const shanghaiMs = 8 * 3_600_000;

/** Days since 1970-01-01. Throws on what is no day of the calendar: `2026-02-30`. */
function dayNumber(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day) {
    throw new RangeError('not a day of the calendar');
  }
  return at / dayMs;
}

export function isCivilDay(day: string): boolean {
  try {
    dayNumber(day);
    return true;
  } catch {
    return false;
  }
}

export function civilDayAfter(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * dayMs).toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: string): number {
  return ((((dayNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** The day in Asia/Shanghai of an instant. */
export function civilDayOf(at: number): string {
  return new Date(at + shanghaiMs).toISOString().slice(0, 10);
}

/** The same day of a later month, or the month's last: a contract of 2026-01-31 is one month old on 2026-02-28. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const at = Date.UTC(
    lastOfMonth.getUTCFullYear(),
    lastOfMonth.getUTCMonth(),
    Math.min(date, lastOfMonth.getUTCDate()),
  );
  return new Date(at).toISOString().slice(0, 10);
}
