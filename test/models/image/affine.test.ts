import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Affine,
  applyAffine,
  cropToPicture,
  fitSimilarity,
  scaleOf,
} from '../../../models/image/affine.ts';

const shapes = [
  { x: 0, y: 0 },
  { x: 10, y: 1 },
  { x: 4, y: 9 },
  { x: -3, y: 5 },
];

describe('fitSimilarity', () => {
  it('finds the turn, scale and shift that made the points', () => {
    const turn = fc.double({ min: -3, max: 3, noNaN: true });
    const scale = fc.double({ min: 0.1, max: 10, noNaN: true });
    const shift = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(turn, scale, shift, shift, (angle, size, x, y) => {
        const [cos, sin] = [Math.cos(angle) * size, Math.sin(angle) * size];
        const made: Affine = { a: cos, b: -sin, c: x, d: sin, e: cos, f: y };
        const to = shapes.map((point) => applyAffine(made, point));
        const found = fitSimilarity(shapes, to);
        for (const key of ['a', 'b', 'c', 'd', 'e', 'f'] as const)
          expect(found[key]).toBeCloseTo(made[key], 6);
        expect(scaleOf(found)).toBeCloseTo(size, 6);
      }),
    );
  });

  it('never mirrors', () => {
    const mirrored = shapes.map(({ x, y }) => ({ x: -x, y }));
    const { a, b, d, e } = fitSimilarity(shapes, mirrored);
    expect(a * e - b * d).toBeGreaterThan(0);
  });
});

describe('cropToPicture', () => {
  const region = { centre: { x: 50, y: 40 }, width: 20, height: 10, angle: 0 };

  it('brings the corners of the crop to the corners of the region', () => {
    const upright = cropToPicture(region, 40, 40);
    expect(applyAffine(upright, { x: 0, y: 0 })).toEqual({ x: 40, y: 35 });
    expect(applyAffine(upright, { x: 40, y: 40 })).toEqual({ x: 60, y: 45 });
  });

  it('turns clockwise on the screen about the centre', () => {
    const turned = cropToPicture({ ...region, angle: Math.PI / 2 }, 40, 40);
    const middle = applyAffine(turned, { x: 20, y: 20 });
    const right = applyAffine(turned, { x: 40, y: 20 });
    expect([middle.x, middle.y, right.x, right.y].map((n) => Math.round(n))).toEqual([50, 40, 50, 50]);
  });
});
