import { describe, expect, it } from 'vitest';
import { readWeights, widenHalf } from '../../../models/build/tfjs-weights.ts';

describe('readWeights', () => {
  it('reads float32, int32, float16 and uint8 one after the other', () => {
    const bytes = Buffer.alloc(4 + 4 + 2 + 3);
    bytes.writeFloatLE(1.5, 0);
    bytes.writeInt32LE(-7, 4);
    bytes.writeUInt16LE(0xc000, 8);
    bytes.set([0, 1, 255], 10);
    const half = { dtype: 'float16' };
    const byte = { dtype: 'uint8', scale: 0.5, min: -1 };
    const entries = [
      { name: 'a', shape: [1], dtype: 'float32' },
      { name: 'b', shape: [1], dtype: 'int32' },
      { name: 'c', shape: [], dtype: 'float32', quantization: half },
      { name: 'd', shape: [3, 1], dtype: 'float32', quantization: byte },
    ];
    const weights = readWeights(entries, bytes);
    expect([...weights].map(([name, { values }]) => [name, ...values])).toEqual([
      ['a', 1.5],
      ['b', -7],
      ['c', -2],
      ['d', -1, -0.5, 126.5],
    ]);
    expect(weights.get('d')?.shape).toEqual([3, 1]);
  });

  it('refuses bytes that are too few or too many, and types it does not know', () => {
    const entries = [{ name: 'a', shape: [2], dtype: 'float32' }];
    for (const length of [7, 9]) {
      expect(() => readWeights(entries, Buffer.alloc(length))).toThrow(
        expect.objectContaining({ code: 'model_invalid' }),
      );
    }
    const odd = [{ name: 'a', shape: [2], dtype: 'complex64' }];
    expect(() => readWeights(odd, Buffer.alloc(16))).toThrow(
      expect.objectContaining({ code: 'model_invalid' }),
    );
  });
});

describe('widenHalf', () => {
  it.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xbc00, -1],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
  ])('%i', (bits, value) => {
    expect(widenHalf(bits)).toBe(value);
  });
});
