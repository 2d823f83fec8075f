import type { Stretch } from '../review/coverage.ts';
import { mostMissedMinutes, type PeriodRules } from '../review/period-rules.ts';
import type { CheckInFact } from './facts.ts';

const minuteMs = 60_000;

export interface Inside extends Stretch {
  /** Nobody checked out: it is taken to last until the half-day ends. */
  readonly open: boolean;
}

/** Pure: when somebody was inside, from their check-ins of one half-day in order of time. */
export function insideStretches(events: readonly CheckInFact[], sessionEndAt: number): readonly Inside[] {
  const stretches: Inside[] = [];
  let since: number | undefined;
  for (const { direction, at } of events) {
    if (direction === 'in') since ??= at;
    else if (since !== undefined) {
      stretches.push({ startAt: since, endAt: at, open: false });
      since = undefined;
    }
  }
  if (since !== undefined)
    stretches.push({ startAt: since, endAt: Math.max(since, sessionEndAt), open: true });
  return stretches;
}

export interface Attended {
  readonly state: 'present' | 'late' | 'left-early' | 'absent';
  /** Late, early, or away in between, ms. */
  readonly ms: number;
  /** Went away and came back within the period, for longer than one may be late. */
  readonly wasAway: boolean;
  /** Only the half-day's end ends it: no check-out came. */
  readonly open: boolean;
  /** From the first to the last moment inside, of the period; empty when absent. */
  readonly from: number;
  readonly to: number;
}

const absent: Attended = { state: 'absent', ms: 0, wasAway: false, open: false, from: 0, to: 0 };

/**
 * Pure: one period of who was inside then. A check-in counts from its moment on, through breaks, until a check-out
 * (rules.md §4.8); who leaves and comes back may be away as long as one may be late, and all that is missed together
 * has a limit.
 */
export function attendedIn(
  { startAt, endAt }: Stretch,
  inside: readonly Inside[],
  rules: PeriodRules,
): Attended {
  let first: Inside | undefined;
  let last: Inside | undefined;
  let awayMs = 0;
  for (const piece of inside) {
    if (piece.startAt >= endAt || piece.endAt <= startAt) continue;
    if (last) awayMs += piece.startAt - last.endAt;
    first ??= piece;
    last = piece;
  }
  if (!first || !last) return absent;
  const { open } = last;
  const from = Math.max(first.startAt, startAt);
  const to = Math.min(last.endAt, endAt);
  const graceMs = rules.lateAfterMinutes * minuteMs;
  if (endAt - to > rules.checkOutOpensBeforeEndMinutes * minuteMs) {
    return { state: 'left-early', ms: endAt - to, wasAway: false, open, from, to };
  }
  if (from - startAt > graceMs) {
    return { state: 'late', ms: from - startAt, wasAway: false, open, from, to };
  }
  if (awayMs > graceMs) return { state: 'left-early', ms: awayMs, wasAway: true, open, from, to };
  const missedMs = from - startAt + awayMs + endAt - to;
  if (missedMs > mostMissedMinutes(rules) * minuteMs) {
    return { state: 'left-early', ms: missedMs, wasAway: false, open, from, to };
  }
  return { state: 'present', ms: 0, wasAway: false, open, from, to };
}

/** As the kiosk told it to who stood there: begun minutes of leaving early, whole minutes of all else. */
export function minutesOf({ state, ms, wasAway }: Attended): number {
  const minutes = ms / minuteMs;
  return state === 'left-early' && !wasAway ? Math.ceil(minutes) : Math.floor(minutes);
}
