import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';
import { minutesUntil, momentText, spanText, timeText } from './clock-text.ts';

type Period = NonNullable<KioskView['period']>;

interface LessonLine {
  /** `第3节 理论` */
  readonly title: string;
  /** `10:00–10:40` */
  readonly span: string;
  readonly topic: string;
}

export interface LessonCard {
  /** 本节 or 下一节 */
  readonly label: string;
  readonly main: LessonLine | null;
  /** `距下课 28 分钟`; null when that would not help. */
  readonly countdown: string | null;
  /** 0 to 1 of the period under way; null between periods. */
  readonly progress: number | null;
  /** What follows, in one line; null when nothing does. */
  readonly following: string | null;
}

const countdownFromMinutes = 60;

/** The card beside the picture: the period under way and the next one, or the next one alone, or nothing. */
export function lessonCard(
  view: Pick<KioskView, 'period' | 'nextPeriod'>,
  nowMs: number,
  text: Dictionary,
): LessonCard {
  const { period, nextPeriod } = view;
  if (period) {
    return {
      label: text.period.now,
      main: lessonLine(period, nowMs, text),
      countdown: text.period.minutesLeft(minutesUntil(period.endAt, nowMs)),
      progress: progressOf(period, nowMs),
      following: nextPeriod ? `${text.period.next} ${oneLine(nextPeriod, nowMs, text)}` : null,
    };
  }
  if (!nextPeriod)
    return { label: text.period.none, main: null, countdown: null, progress: null, following: null };
  const minutes = minutesUntil(nextPeriod.startAt, nowMs);
  return {
    label: text.period.next,
    main: lessonLine(nextPeriod, nowMs, text),
    countdown: minutes <= countdownFromMinutes ? text.period.minutesUntil(minutes) : null,
    progress: null,
    following: null,
  };
}

function titleOf(period: Period, text: Dictionary): string {
  return text.period.title({ number: period.number, kind: text.period.kinds[period.kind] });
}

function lessonLine(period: Period, nowMs: number, text: Dictionary): LessonLine {
  const start = momentText(period.startAt, nowMs, text);
  const span = start === timeText(period.startAt) ? spanText(period.startAt, period.endAt) : start;
  return { title: titleOf(period, text), span, topic: period.topic };
}

function oneLine(period: Period, nowMs: number, text: Dictionary): string {
  const { title, span } = lessonLine(period, nowMs, text);
  return `${title} ${span}`;
}

function progressOf({ startAt, endAt }: Period, nowMs: number): number {
  return Math.min(1, Math.max(0, (nowMs - startAt) / (endAt - startAt)));
}
