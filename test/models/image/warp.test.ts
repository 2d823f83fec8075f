import { describe, expect, it } from 'vitest';
import { cropToPicture } from '../../../models/image/affine.ts';
import { Pyramid } from '../../../models/image/pyramid.ts';
import { mirrorTensor, warpToTensor } from '../../../models/image/warp.ts';
import type { ModelInput } from '../../../models/manifest.ts';

const plain: ModelInput = { widthPx: 4, heightPx: 2, channels: 'RGB', mean: [0, 0, 0], scale: 1 };
// Red is the column times 10, green the row times 10, blue 200.
const picture = (width: number, height: number) => {
  const pixels = Array.from({ length: width * height }, (_, i) => [
    (i % width) * 10,
    Math.floor(i / width) * 10,
    200,
  ]);
  return new Pyramid({ width, height, rgb: Buffer.from(pixels.flat()) });
};
const whole = (width: number, height: number) => ({
  centre: { x: width / 2, y: height / 2 },
  width,
  height,
  angle: 0,
});

describe('warpToTensor', () => {
  it('copies a picture of the same size into planes', () => {
    const tensor = warpToTensor(picture(4, 2), cropToPicture(whole(4, 2), 4, 2), plain);
    expect([...tensor.slice(0, 8)]).toEqual([0, 10, 20, 30, 0, 10, 20, 30]);
    expect([...tensor.slice(8, 16)]).toEqual([0, 0, 0, 0, 10, 10, 10, 10]);
    expect(new Set(tensor.slice(16))).toEqual(new Set([200]));
  });

  it('applies mean and scale to each channel, in the order the model wants', () => {
    const input: ModelInput = { ...plain, channels: 'BGR', mean: [100, 2, 1], scale: 0.5 };
    const tensor = warpToTensor(picture(4, 2), cropToPicture(whole(4, 2), 4, 2), input);
    expect(tensor[0]).toBe(50);
    expect(tensor[8]).toBe(-1);
    expect([...tensor.slice(16, 20)]).toEqual([-0.5, 4.5, 9.5, 14.5]);
  });

  it('interpolates between pixels', () => {
    const input = { ...plain, widthPx: 1, heightPx: 1 };
    const between = { centre: { x: 2, y: 0.75 }, width: 1, height: 1, angle: 0 };
    const tensor = warpToTensor(picture(4, 2), cropToPicture(between, 1, 1), input);
    expect([...tensor]).toEqual([15, 2.5, 200]);
  });

  it('is black outside the picture', () => {
    const outside = { centre: { x: -10, y: -10 }, width: 4, height: 2, angle: 0 };
    const tensor = warpToTensor(picture(4, 2), cropToPicture(outside, 4, 2), {
      ...plain,
      mean: [10, 10, 10],
    });
    expect(new Set(tensor)).toEqual(new Set([-10]));
  });

  it('shrinks without losing what lies between the samples', () => {
    // Stripes one pixel wide would turn into one colour or the other by sampling alone.
    const rgb = Buffer.from(
      Array.from({ length: 16 * 8 }, (_, i) => (i % 2 ? [250, 250, 250] : [0, 0, 0])).flat(),
    );
    const striped = new Pyramid({ width: 16, height: 8, rgb });
    const tensor = warpToTensor(striped, cropToPicture(whole(16, 8), 4, 2), plain);
    expect(new Set(tensor)).toEqual(new Set([125]));
  });
});

describe('mirrorTensor', () => {
  it('reverses each row of each plane and leaves the original alone', () => {
    const tensor = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...mirrorTensor(tensor, 3)]).toEqual([3, 2, 1, 6, 5, 4]);
    expect(tensor[0]).toBe(1);
  });
});
