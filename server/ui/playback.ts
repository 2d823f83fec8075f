/** Where the playlist's own clock (seconds from its first frame) stands in the day, from EXT-X-PROGRAM-DATE-TIME. */
export interface PlaylistSpan {
  readonly positionSec: number;
  readonly durationSec: number;
  /** Instant of the first frame, epoch ms. */
  readonly startAt: number;
}

/** The part of an hls.js fragment that is needed here. */
export interface TimedFragment {
  readonly start: number;
  readonly duration: number;
  readonly programDateTime: number | null;
}

export function spansOf(fragments: readonly TimedFragment[]): readonly PlaylistSpan[] {
  return fragments.flatMap(({ start, duration, programDateTime }) =>
    programDateTime === null ? [] : [{ positionSec: start, durationSec: duration, startAt: programDateTime }],
  );
}

const endAtOf = (span: PlaylistSpan): number => span.startAt + span.durationSec * 1000;

/** The instant shown at a playlist position; null before anything is loaded. */
export function instantAt(spans: readonly PlaylistSpan[], positionSec: number): number | null {
  const span = spans.findLast((candidate) => candidate.positionSec <= positionSec) ?? spans[0];
  if (!span) return null;
  const intoMs = (positionSec - span.positionSec) * 1000;
  return Math.round(span.startAt + Math.min(Math.max(intoMs, 0), span.durationSec * 1000));
}

export interface PlaylistPosition {
  readonly positionSec: number;
  /** The instant really shown there. */
  readonly instant: number;
  /** False when there is no video at the instant asked for: this is the next there is, or else the last. */
  readonly exact: boolean;
}

/** Fragments touch with rounding of a few milliseconds; a step of this size is no hole. */
const toleranceMs = 250;
/** The very last frame ends playback at once; stop a little before it. */
const beforeEndSec = 0.5;

export function positionOf(spans: readonly PlaylistSpan[], instant: number): PlaylistPosition | null {
  const span = spans.find((candidate) => endAtOf(candidate) > instant);
  if (span) {
    const shownAt = Math.max(instant, span.startAt);
    return {
      positionSec: span.positionSec + (shownAt - span.startAt) / 1000,
      instant: shownAt,
      exact: shownAt - instant <= toleranceMs,
    };
  }
  const last = spans.at(-1);
  if (!last) return null;
  const intoSec = Math.max(0, last.durationSec - beforeEndSec);
  return { positionSec: last.positionSec + intoSec, instant: last.startAt + intoSec * 1000, exact: false };
}
