import { describe, expect, it } from 'vitest';
import { Pyramid } from '../../../models/image/pyramid.ts';

const grey = (width: number, height: number, value: (x: number, y: number) => number) => {
  const pixels = Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)));
  return { width, height, rgb: Buffer.from(pixels.flatMap((v) => [v, v + 1, v + 2])) };
};

describe('Pyramid', () => {
  it('halves by averaging four pixels, dropping an odd last row and column', () => {
    const pyramid = new Pyramid(grey(5, 5, (x, y) => 10 * x + y));
    const half = pyramid.level(1);
    expect([half.width, half.height]).toEqual([2, 2]);
    expect([...half.rgb]).toEqual([6, 7, 8, 26, 27, 28, 8, 9, 10, 28, 29, 30]);
    expect(pyramid.level(1)).toBe(half);
  });

  it('stops where nothing is left to halve', () => {
    const pyramid = new Pyramid(grey(8, 6, () => 7));
    expect(pyramid.level(9).width).toBe(4);
  });

  it('refuses a buffer of another length', () => {
    const picture = { width: 3, height: 2, rgb: Buffer.alloc(17) };
    expect(() => new Pyramid(picture)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
