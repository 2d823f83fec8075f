import type { Point } from '../image/affine.ts';
import type { Box } from './analyser.ts';

/** Intersection over union, 0 … 1. */
export function overlap(a: Box, b: Box): number {
  const shared = sharedArea(a, b);
  return shared / (areaOf(a) + areaOf(b) - shared);
}

/** Which part of the smaller box, 0 … 1, lies in the other: 1 when one box is inside the other. */
export function sharedPart(a: Box, b: Box): number {
  return sharedArea(a, b) / Math.min(areaOf(a), areaOf(b));
}

export function centreOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function distanceBetween(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Which part of the box, 0 … 1, lies inside a picture. */
export function partInside(
  box: Box,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  return sharedArea(box, { x: 0, y: 0, width, height }) / areaOf(box);
}

function areaOf(box: Box): number {
  return box.width * box.height;
}

function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
