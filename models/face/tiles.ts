import type { Region } from '../image/affine.ts';
import { crowd } from './thresholds.ts';

/**
 * The squares in which a picture of a room is searched: fine ones, in which a face far away is large enough for the
 * detector, and coarse ones for faces near the camera. Neighbours overlap, so that each face is whole in one of them.
 */
export function layTiles(width: number, height: number): readonly Region[] {
  const long = Math.max(width, height);
  const fine = Math.max(crowd.fineTilePx, long / crowd.mostTilesAlong);
  const sides = [fine, fine * 3, long].filter((side) => side <= long);
  const distinct = sides.length > 0 ? sides : [long];
  return distinct.flatMap((side) => layLevel({ width, height }, side));
}

function layLevel({ width, height }: { width: number; height: number }, side: number): Region[] {
  return centres(height, side).flatMap((y) =>
    centres(width, side).map((x) => ({ centre: { x, y }, width: side, height: side, angle: 0 })),
  );
}

/** Of tiles that cover a length from end to end; one in the middle where it is no longer than a tile. */
function centres(length: number, side: number): number[] {
  if (length <= side) return [length / 2];
  const steps = Math.ceil((length - side) / (side * (1 - crowd.tileOverlap)));
  return Array.from({ length: steps + 1 }, (_, i) => side / 2 + (i * (length - side)) / steps);
}
