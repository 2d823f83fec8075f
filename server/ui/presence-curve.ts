import { type Axis, percentOf } from './timeline.ts';

interface Count {
  readonly at: number;
  readonly count: number;
}

/** Pixels; y grows downwards. */
export interface Plot {
  readonly axis: Axis;
  readonly width: number;
  readonly height: number;
  /** Count at the upper edge. */
  readonly most: number;
}

/** A round count above all that is drawn, so that the curve does not touch the edge. */
export function upperEdge(counts: readonly number[]): number {
  const most = Math.max(1, ...counts);
  const step = [2, 5, 10, 20, 50].find((candidate) => most < candidate * 5) ?? 100;
  return (Math.floor(most / step) + 1) * step;
}

export const xOf = ({ axis, width }: Plot, at: number): number => (percentOf(axis, at) / 100) * width;
export const yOf = ({ height, most }: Plot, count: number): number => height * (1 - count / most);

/** SVG path through the points. */
export function linePath(plot: Plot, points: readonly Count[]): string {
  return points.map(({ at, count }, index) => `${index === 0 ? 'M' : 'L'}${place(plot, at, count)}`).join('');
}

/** SVG path of a count that stays until the next moment, from the axis's beginning to `endAt`. */
export function stepPath(plot: Plot, steps: readonly Count[], endAt: number): string {
  const before = steps.findLast(({ at }) => at <= plot.axis.startAt)?.count ?? 0;
  const inside = steps.filter(({ at }) => at > plot.axis.startAt && at <= endAt);
  let count = before;
  let path = `M${place(plot, plot.axis.startAt, before)}`;
  for (const step of inside) {
    path += `L${place(plot, step.at, count)}L${place(plot, step.at, step.count)}`;
    count = step.count;
  }
  return `${path}L${place(plot, endAt, count)}`;
}

function place(plot: Plot, at: number, count: number): string {
  return `${xOf(plot, at).toFixed(1)} ${yOf(plot, count).toFixed(1)}`;
}
