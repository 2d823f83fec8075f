import type { Span } from './timeline.ts';

/** What is told of the thing under the pointer. */
export interface TimelineTip {
  /** Percent of the axis. */
  readonly left: number;
  readonly lines: readonly string[];
  /** Where a check-in provably was. */
  readonly proven?: Span;
}
