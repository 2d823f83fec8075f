import { AppError } from '../../sync/base/errors.ts';
import type { WeightTensor } from './onnx-graph.ts';

/** One entry of a TensorFlow.js weights manifest. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: { readonly dtype: string; readonly scale?: number; readonly min?: number };
}

/**
 * Reads the weights that `entries` describe out of `bytes`, where they lie one after the other, little-endian.
 * uint8 becomes value × scale + min; float16 widens exactly. Throws `model_invalid` when the lengths disagree.
 */
export function readWeights(
  entries: readonly WeightEntry[],
  bytes: Buffer,
): ReadonlyMap<string, WeightTensor> {
  const weights = new Map<string, WeightTensor>();
  let offset = 0;
  for (const entry of entries) {
    const count = entry.shape.reduce((a, b) => a * b, 1);
    const stored = entry.quantization?.dtype ?? entry.dtype;
    const end = offset + count * sizeOf(stored);
    if (end > bytes.length) throw new AppError('model_invalid', `The weights end before ${entry.name}.`);
    weights.set(entry.name, {
      shape: entry.shape,
      values: decode(entry, stored, bytes.subarray(offset, end)),
    });
    offset = end;
  }
  if (offset !== bytes.length)
    throw new AppError('model_invalid', 'The weights are longer than their manifest says.');
  return weights;
}

function sizeOf(dtype: string): number {
  if (dtype === 'float32' || dtype === 'int32') return 4;
  if (dtype === 'float16') return 2;
  if (dtype === 'uint8') return 1;
  throw new AppError('model_invalid', `Weights of type ${dtype} are not understood.`);
}

function decode(entry: WeightEntry, stored: string, bytes: Buffer): Float32Array | Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length / sizeOf(stored);
  if (stored === 'int32') return Int32Array.from({ length: count }, (_, i) => view.getInt32(i * 4, true));
  if (stored === 'float32')
    return Float32Array.from({ length: count }, (_, i) => view.getFloat32(i * 4, true));
  if (stored === 'float16')
    return Float32Array.from({ length: count }, (_, i) => widenHalf(view.getUint16(i * 2, true)));
  const { scale = 1, min = 0 } = entry.quantization ?? {};
  return Float32Array.from(bytes, (value) => value * scale + min);
}

/** IEEE 754 half precision to a number. */
export function widenHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
