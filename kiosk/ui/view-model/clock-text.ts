import type { Dictionary } from '../text/zh-CN.ts';

// Civil time is Asia/Shanghai whatever the machine's own zone (the kiosk's plan is filed in it).
const civil = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

function civilParts(atMs: number): Record<string, string> {
  return Object.fromEntries(civil.formatToParts(atMs).map((part) => [part.type, part.value]));
}

/** `09:52` */
export function timeText(atMs: number): string {
  const { hour, minute } = civilParts(atMs);
  return `${hour}:${minute}`;
}

/** `07`: the seconds of the clock. */
export function secondsText(atMs: number): string {
  return civilParts(atMs).second ?? '';
}

/** `10:00–10:40` */
export function spanText(startMs: number, endMs: number): string {
  return `${timeText(startMs)}–${timeText(endMs)}`;
}

/** `2026-11-21` */
export function civilDay(atMs: number): string {
  const { year, month, day } = civilParts(atMs);
  return `${year}-${month}-${day}`;
}

/** `11月21日` */
export function dayText(atMs: number, text: Dictionary): string {
  const { month, day } = civilParts(atMs);
  return text.clock.day({ month: Number(month), day: Number(day) });
}

/** `星期六` */
export function weekdayText(atMs: number, text: Dictionary): string {
  const { year, month, day } = civilParts(atMs);
  return text.clock.weekday(new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDay());
}

/** `14:00` today, `11月23日 08:00` on another day. */
export function momentText(atMs: number, nowMs: number, text: Dictionary): string {
  const day = dayText(atMs, text);
  return day === dayText(nowMs, text) ? timeText(atMs) : `${day} ${timeText(atMs)}`;
}

/** Whole minutes begun until `atMs`, at least 0: `40` when a period of 40 minutes has just begun. */
export function minutesUntil(atMs: number, nowMs: number): number {
  return Math.max(0, Math.ceil((atMs - nowMs) / 60_000));
}
