import type { RecordingDay } from '../../../sync/contract/kiosk-admin.ts';
import type { Dictionary } from '../text/zh-CN.ts';
import { secondsText, spanText, timeText } from './clock-text.ts';

type Lesson = RecordingDay['lessons'][number];

export interface LessonSummary {
  readonly id: string;
  /** `08:30–11:30 养老护理员岗前培训班` */
  readonly span: string;
  readonly title: string;
  readonly tone: 'good' | 'bad' | 'quiet';
  readonly begun: boolean;
  /** `已录 38分20秒，应录 40分`, or `到现在已录 38分20秒`. */
  readonly covered: string;
  /** `漏录 1分40秒` or `没有漏录`. */
  readonly verdict: string;
  readonly paused: string | null;
  /** 0 to 1: what is not missing of what is wanted so far. */
  readonly share: number;
  readonly gaps: readonly { readonly when: string; readonly length: string; readonly cause: string }[];
}

/** Less is the seam between two files. */
const smallestMs = 500;
/** So long after a lesson its last seconds may still be on their way into a file. */
const arrivalMs = 20_000;

/** A day's lessons in words. */
export function daySummary({ lessons }: RecordingDay, nowMs: number, text: Dictionary): LessonSummary[] {
  return lessons.map((lesson) => summaryOf(lesson, nowMs, text));
}

function summaryOf(lesson: Lesson, nowMs: number, text: Dictionary): LessonSummary {
  const { session, startAt, endAt, title, wantedMs, coveredMs, pausedMs, gaps } = lesson;
  const goesOn = nowMs < endAt + arrivalMs;
  const missingMs = missingOf(lesson, goesOn);
  const missing = missingMs > smallestMs;
  const begun = wantedMs > 0;
  const done = lengthText(coveredMs, text);
  return {
    id: session,
    span: spanText(startAt, endAt),
    title: lesson.required ? title : `${title} · ${text.day.notRequired}`,
    tone: begun ? (missing ? 'bad' : 'good') : 'quiet',
    covered: goesOn ? text.day.soFar(done) : text.day.covered(done, lengthText(wantedMs, text)),
    verdict: verdictOf(begun, missing ? missingMs : null, text),
    paused: pausedMs > smallestMs ? text.day.paused(lengthText(pausedMs, text)) : null,
    begun,
    share: begun ? 1 - missingMs / wantedMs : 0,
    gaps: gaps.map((gap) => ({
      when: `${preciseTime(gap.startAt)}–${preciseTime(gap.endAt)}`,
      length: lengthText(gap.endAt - gap.startAt, text),
      cause: text.day.causes[gap.cause],
    })),
  };
}

/** While a lesson goes on its newest seconds are in no file yet: only what is written down as a gap is missing then. */
function missingOf({ wantedMs, coveredMs, gaps }: Lesson, goesOn: boolean): number {
  const uncoveredMs = Math.max(0, wantedMs - coveredMs);
  if (!goesOn) return uncoveredMs;
  const gapsMs = gaps.reduce((sum, gap) => sum + gap.endAt - gap.startAt, 0);
  return Math.min(uncoveredMs, gapsMs);
}

function verdictOf(begun: boolean, missingMs: number | null, text: Dictionary): string {
  if (!begun) return text.day.notYet;
  return missingMs === null ? text.day.whole : text.day.missing(lengthText(missingMs, text));
}

/** `3分5秒`; what is shorter than a second counts as one. */
export function lengthText(ms: number, text: Dictionary): string {
  const seconds = ms > 0 ? Math.max(1, Math.round(ms / 1_000)) : 0;
  return text.day.length(Math.floor(seconds / 60), seconds % 60);
}

/** `10:05:07` */
function preciseTime(atMs: number): string {
  return `${timeText(atMs)}:${secondsText(atMs)}`;
}
