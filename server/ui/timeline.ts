/**
 * Geometry of the replay's timeline: instants (epoch ms) become percent of the axis.
 *
 *     0 %                                                100 %
 *      |----tick----tick----tick----tick----tick----tick---|
 *      [ period 1   ] [ period 2   ]      [ period 3   ]      bands
 *      ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓/////▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓        video, gaps hatched
 *      ••• ••                 •        •••                    check-ins, in lanes
 */
export interface Axis {
  readonly startAt: number;
  readonly endAt: number;
}

export interface Span {
  readonly startAt: number;
  readonly endAt: number;
}

/** Left edge and width in percent of the axis. */
export interface Band {
  readonly left: number;
  readonly width: number;
}

const minuteMs = 60_000;

/** The session, stretched to hold check-ins and video up to `reachMs` outside it. */
export function axisOf(session: Span, instants: readonly number[], reachMs = 45 * minuteMs): Axis {
  const near = instants.filter((at) => at >= session.startAt - reachMs && at <= session.endAt + reachMs);
  return {
    startAt: Math.min(session.startAt, ...near) - minuteMs,
    endAt: Math.max(session.endAt, ...near) + minuteMs,
  };
}

/** Percent of the axis, held within 0 and 100. */
export function percentOf(axis: Axis, instant: number): number {
  const percent = ((instant - axis.startAt) / (axis.endAt - axis.startAt)) * 100;
  return Math.min(100, Math.max(0, percent));
}

/** Instant at a fraction (0 to 1) of the axis: what a click means. */
export function instantAtFraction(axis: Axis, fraction: number): number {
  const held = Math.min(1, Math.max(0, fraction));
  return Math.round(axis.startAt + held * (axis.endAt - axis.startAt));
}

export const isInside = (axis: Axis, instant: number): boolean =>
  instant >= axis.startAt && instant <= axis.endAt;

/** Null when no part of the span lies on the axis. */
export function bandOf(axis: Axis, span: Span): Band | null {
  if (span.endAt <= axis.startAt || span.startAt >= axis.endAt) return null;
  const left = percentOf(axis, span.startAt);
  return { left, width: percentOf(axis, span.endAt) - left };
}

/** The spans that lie on the axis, each with the style of its band. */
export function bandsOn<S extends Span>(
  axis: Axis,
  spans: readonly S[],
): readonly (S & { readonly band: { readonly left: string; readonly width: string } })[] {
  return spans.flatMap((span) => {
    const band = bandOf(axis, span);
    return band ? [{ ...span, band: { left: `${band.left}%`, width: `${band.width}%` } }] : [];
  });
}

const tickSteps = [0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 240].map((minutes) => minutes * minuteMs);

/**
 * Round instants at least `minGapPx` apart on an axis that is `widthPx` wide. Shanghai is whole hours from UTC,
 * so steps up to an hour that are round in UTC are round there too.
 */
export function ticksOf(axis: Axis, widthPx: number, minGapPx = 74): readonly number[] {
  const lengthMs = axis.endAt - axis.startAt;
  const wanted = (minGapPx / Math.max(widthPx, minGapPx)) * lengthMs;
  const step = tickSteps.find((candidate) => candidate >= wanted) ?? lengthMs;
  const ticks: number[] = [];
  for (let at = Math.ceil(axis.startAt / step) * step; at <= axis.endAt; at += step) ticks.push(at);
  return ticks;
}

/** Neighbours of the same state, no further apart than `joinMs`, drawn as one. Input sorted by start. */
export function mergeSpans<S extends Span & { readonly state: string }>(
  spans: readonly S[],
  joinMs = 1500,
): readonly (Span & { readonly state: S['state'] })[] {
  const merged: { startAt: number; endAt: number; state: S['state'] }[] = [];
  for (const { startAt, endAt, state } of spans) {
    const last = merged.at(-1);
    if (last && last.state === state && startAt - last.endAt <= joinMs) {
      last.endAt = Math.max(last.endAt, endAt);
    } else {
      merged.push({ startAt, endAt, state });
    }
  }
  return merged;
}

/**
 * The lane of each mark (same order as given, by time), so that marks `markPercent` wide do not cover each
 * other. When all lanes are full the one that has been free for longest takes it.
 */
export function lanesOf(percents: readonly number[], markPercent: number, lanes: number): readonly number[] {
  const lastUsed = new Array<number>(lanes).fill(Number.NEGATIVE_INFINITY);
  return percents.map((percent) => {
    const free = lastUsed.findIndex((last) => percent - last >= markPercent);
    const lane = free >= 0 ? free : lastUsed.indexOf(Math.min(...lastUsed));
    lastUsed[lane] = percent;
    return lane;
  });
}

/** Total length of the spans in milliseconds. */
export const totalMs = (spans: readonly Span[]): number =>
  spans.reduce((sum, span) => sum + span.endAt - span.startAt, 0);

/** The parts of the spans that lie within one. */
export const clipped = <S extends Span>(spans: readonly S[], { startAt, endAt }: Span): readonly S[] =>
  spans.flatMap((span) => {
    const part = { startAt: Math.max(span.startAt, startAt), endAt: Math.min(span.endAt, endAt) };
    return part.endAt > part.startAt ? [{ ...span, ...part }] : [];
  });

/**
 * Share of the due time so far that has verified video, in percent, rounded down to a tenth; null when nothing is due
 * yet.
 */
export function coveredPercent(due: readonly Span[], now: number, gaps: readonly Span[]): number | null {
  const elapsedMs = totalMs(clipped(due, { startAt: 0, endAt: now }));
  if (elapsedMs <= 0) return null;
  const covered = Math.max(0, elapsedMs - totalMs(gaps)) / elapsedMs;
  return Math.floor(covered * 1000) / 10;
}
