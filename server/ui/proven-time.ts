import type { RecordTime } from '../../sync/contract/review.ts';
import type { Text } from './text/zh-CN.ts';
import { civilDay, clockTime, dateTime } from './time.ts';

/** An interval that a kiosk in contact gets; wider ones are marked. */
const narrowMs = 2 * 60_000;

/** `unproven`: a sign of a moved clock, or nothing that says after what it was written. */
export type TimeGrade = 'narrow' | 'wide' | 'unproven';

export function gradeOf({ earliestAt, latestAt, sign }: RecordTime): TimeGrade {
  if (sign !== null || earliestAt === null) return 'unproven';
  return latestAt - earliestAt <= narrowMs ? 'narrow' : 'wide';
}

const secondMs = 1_000;
/** An interval shown in whole seconds must not become narrower than it is. */
const outwards = ({ earliestAt, latestAt }: RecordTime) => ({
  from: earliestAt,
  to: Math.ceil(latestAt / secondMs) * secondMs,
});

/** `08:42:10–08:42:37 之间`; with its days when there are two, `不晚于 08:42:37` when nothing bounds it from below. */
export function intervalText(time: RecordTime, text: Pick<Text, 'time'>): string {
  const { from, to } = outwards(time);
  if (from === null) return text.time.notAfter(clockTime(to));
  if (civilDay(from) === civilDay(to)) return text.time.between(`${clockTime(from)}–${clockTime(to)}`);
  return text.time.between(`${dayAndTime(from, to)} – ${dayAndTime(to, from)}`);
}

/** Where there is no room: the same without words. */
export function shortInterval(time: RecordTime): string {
  const { from, to } = outwards(time);
  if (from === null) return `≤ ${clockTime(to)}`;
  const sameDay = civilDay(from) === civilDay(to);
  return `${sameDay ? clockTime(from) : dayAndTime(from, to)}–${clockTime(to)}`;
}

/** The civil day on which the interval ends. */
export const dayOf = (time: RecordTime): string => civilDay(outwards(time).to);

/** What the kiosk's own clock showed, with its day where that is another one than the interval's. */
export const kioskClockText = (at: number, time: RecordTime, text: Pick<Text, 'time'>): string =>
  text.time.kioskClock(civilDay(at) === dayOf(time) ? clockTime(at) : dateTime(at));

/** `11-20 23:58:10`; with the year when the other end lies in another one. */
function dayAndTime(instant: number, other: number): string {
  const whole = dateTime(instant);
  return whole.slice(0, 4) === dateTime(other).slice(0, 4) ? whole.slice(5) : whole;
}
