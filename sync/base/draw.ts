import { hash } from 'node:crypto';

/** Instants, epoch ms; the end is not in it. */
export interface Span {
  readonly startAt: number;
  readonly endAt: number;
}

export interface Drawing {
  /** What is drawn from; who knows it knows the moments. */
  readonly seed: string;
  /** What is drawn for: another label gives other moments. */
  readonly label: string;
  /** One after the other, none over another. */
  readonly spans: readonly Span[];
  /** How many moments; a fraction is the chance of one more. */
  readonly count: number;
}

/** People come in and pack up: so near to the ends of a span nothing is drawn, if it is long enough. */
const marginMs = 60_000;
/** Of a short span this part, at most, is margin at each end. */
const marginPart = 0.25;

/**
 * Draws moments at random, the same for everybody who has the seed: one in each of equal stretches of the spans put
 * end to end, so that they are spread, and no moment tells the next. Epoch ms, ascending.
 */
export function drawMoments({ seed, label, spans, count }: Drawing): readonly number[] {
  const inner = spans.filter((span) => span.endAt > span.startAt).map(withoutMargins);
  const totalMs = inner.reduce((sum, span) => sum + lengthOf(span), 0);
  const chance = (what: string) => chanceOf(`${seed}\n${label}\n${what}`);
  const whole = Math.floor(count) + (chance('count') < count % 1 ? 1 : 0);
  if (totalMs < whole) return [];
  const stretchMs = totalMs / whole;
  return Array.from({ length: whole }, (_, i) => instantAt(inner, (i + chance(String(i))) * stretchMs));
}

function withoutMargins({ startAt, endAt }: Span): Span {
  const margin = Math.min(marginMs, Math.floor((endAt - startAt) * marginPart));
  return { startAt: startAt + margin, endAt: endAt - margin };
}

/** The instant so many ms into the spans. */
function instantAt(spans: readonly Span[], offsetMs: number): number {
  let left = Math.floor(offsetMs);
  for (const span of spans) {
    if (left < lengthOf(span)) return span.startAt + left;
    left -= lengthOf(span);
  }
  return (spans.at(-1)?.endAt ?? 1) - 1;
}

const lengthOf = ({ startAt, endAt }: Span) => endAt - startAt;

/** 0 ≤ x < 1, in steps of 2⁻⁴⁸: the first six bytes of the text's SHA-256. */
function chanceOf(text: string): number {
  return Number.parseInt(hash('sha256', `keqin/draw/v1\n${text}`).slice(0, 12), 16) / 2 ** 48;
}
