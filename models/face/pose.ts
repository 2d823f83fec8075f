import type { FaceMesh } from './mesh.ts';

// Points at the same height left and right of the face's middle: [person's right, person's left].
const pairs = [
  [234, 454], // before the ears
  [33, 263], // outer corners of the eyes
  [61, 291], // corners of the mouth
] as const;

/** How far the head is turned, in degrees; positive to the person's left. Read from the mesh's depth. */
export function yawOf({ points, depths }: FaceMesh): number {
  let depth = 0;
  let breadth = 0;
  for (const [right, left] of pairs) {
    const from = points[right] ?? { x: 0, y: 0 };
    const to = points[left] ?? { x: 1, y: 0 };
    depth += (depths[left] ?? 0) - (depths[right] ?? 0);
    breadth += Math.hypot(to.x - from.x, to.y - from.y);
  }
  return (Math.atan2(depth, breadth) * 180) / Math.PI;
}
