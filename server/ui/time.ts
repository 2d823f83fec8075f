/** Everything a person reads here is Asia/Shanghai, wherever the browser stands. */
const zone = 'Asia/Shanghai';

export type Language = 'zh' | 'en';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const civil = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

/** `09:52:07` */
export const clockTime = (instant: number): string => clock.format(instant);

/** `09:52` */
export const shortTime = (instant: number): string => clockTime(instant).slice(0, 5);

/** `2026-11-21` */
export const civilDay = (instant: number): string => civil.format(instant);

/** `2026-11-21 09:52:07` */
export const dateTime = (instant: number): string => `${civilDay(instant)} ${clockTime(instant)}`;

/** `10:00–10:40` */
export const timeRange = (startAt: number, endAt: number): string =>
  `${shortTime(startAt)}–${shortTime(endAt)}`;

const dayFormats: Record<Language, Intl.DateTimeFormat> = {
  zh: new Intl.DateTimeFormat('zh-CN', { timeZone: 'UTC', month: 'long', day: 'numeric', weekday: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }),
};

/** `11月21日周六`, `Sat 21 Nov`. `day` is a civil day, `2026-11-21`. */
export const dayName = (day: string, language: Language): string =>
  dayFormats[language].format(Date.parse(`${day}T00:00:00Z`));

export type HalfDay = 'morning' | 'afternoon' | 'evening';

/** Half-day that a session starting at `instant` belongs to. */
export function halfDay(instant: number): HalfDay {
  const hour = Number(clockTime(instant).slice(0, 2));
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}

export interface Length {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** A stretch of time in whole parts, rounded to the second. */
export function lengthOf(durationMs: number): Length {
  const total = Math.max(0, Math.round(durationMs / 1000));
  return { hours: Math.floor(total / 3600), minutes: Math.floor(total / 60) % 60, seconds: total % 60 };
}
