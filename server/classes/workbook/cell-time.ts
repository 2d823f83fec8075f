import { isCivilDay } from '../../policy/civil-day.ts';

export type CellValue = string | number | boolean | Date | null;

/** Days from 1970-01-01 back to day 0 of Excel's two date systems. */
const dayZero = { 1900: 25_569, 1904: 24_107 } as const;
const dayMs = 86_400_000;
const minutesADay = 1_440;

/**
 * A civil day, `2026-11-21`, from a date cell, a bare day number of either date system, or a text that can be read one
 * way only. Undefined for anything else.
 */
export function dayOf(value: CellValue, startsIn1904: boolean): string | undefined {
  if (value instanceof Date) return soundDay(value.getTime());
  if (typeof value === 'number' && value < 100_000) {
    const zero = dayZero[startsIn1904 ? 1904 : 1900];
    return Number.isInteger(value) ? soundDay((value - zero) * dayMs) : undefined;
  }
  const text = String(value).normalize('NFKC').trim();
  const written =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (!written) return undefined;
  const [, year = '', month = '', date = ''] = written;
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return isCivilDay(day) && isOurTime(day) ? day : undefined;
}

/** Excel's days have no zone: the day is that of the UTC instant. */
function soundDay(at: number): string | undefined {
  if (!Number.isFinite(at) || Math.abs(at) > 8e15) return undefined;
  const day = new Date(at).toISOString().slice(0, 10);
  return isOurTime(day) ? day : undefined;
}

/** A day outside of these years is a slip of the pen, or the wrong date system. */
const isOurTime = (day: string): boolean => day >= '2000-01-01' && day <= '2099-12-31';

/** On day 0 of either date system, or on a day of ours; a length such as 36:00 lies on the days after day 0. */
function isTimeOfDay(value: Date): boolean {
  const day = Math.floor(value.getTime() / dayMs);
  return day === -dayZero[1900] || day === -dayZero[1904] || soundDay(value.getTime()) !== undefined;
}

/** Minutes since midnight, from a time cell, a fraction of a day, or a text like 9:00. */
export function minutesOf(value: CellValue): number | undefined {
  if (value instanceof Date) {
    if (!isTimeOfDay(value)) return undefined;
    return Math.round((((value.getTime() % dayMs) + dayMs) % dayMs) / 60_000) % minutesADay;
  }
  if (typeof value === 'number') {
    return value >= 0 && value < 1 ? Math.round(value * minutesADay) % minutesADay : undefined;
  }
  const written = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(String(value).normalize('NFKC').trim());
  const [hours, minutes] = [Number(written?.[1]), Number(written?.[2])];
  return written && hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}
