import { describe, expect, it } from 'vitest';
import { overlap, partInside, sharedPart } from '../../../models/face/box.ts';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe('boxes', () => {
  it('overlap is intersection over union', () => {
    expect(overlap(box(0, 0, 10, 10), box(5, 0, 10, 10))).toBeCloseTo(1 / 3);
    expect(overlap(box(0, 0, 10, 10), box(20, 20, 5, 5))).toBe(0);
    expect(overlap(box(1, 2, 3, 4), box(1, 2, 3, 4))).toBe(1);
  });

  it('a box inside another is shared wholly', () => {
    expect(sharedPart(box(0, 0, 10, 10), box(2, 2, 4, 4))).toBe(1);
    expect(sharedPart(box(0, 0, 10, 10), box(8, 0, 4, 4))).toBe(0.5);
  });

  it('tells which part lies in the picture', () => {
    expect(partInside(box(-5, 0, 10, 10), { width: 100, height: 100 })).toBe(0.5);
    expect(partInside(box(90, 90, 10, 10), { width: 100, height: 100 })).toBe(1);
  });
});
