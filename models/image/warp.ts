import type { Picture } from '../face/analyser.ts';
import type { ModelInput } from '../manifest.ts';
import { type Affine, scaleOf } from './affine.ts';
import type { Pyramid } from './pyramid.ts';

// From 1.6 picture pixels to one of the crop, the halved picture is sampled instead.
const levelBias = Math.log2(2 / 1.6);

/**
 * Cuts a crop out of the picture as a model wants it: 3 planes (R, G, B, or B, G, R) of height × width floats,
 * each (value − mean) × scale. Bilinear; what lies outside the picture is black.
 */
export function warpToTensor(pyramid: Pyramid, toPicture: Affine, input: ModelInput): Float32Array {
  const depth = Math.max(0, Math.floor(Math.log2(scaleOf(toPicture)) + levelBias));
  const level = pyramid.level(depth);
  const sx = level.width / pyramid.picture.width;
  const sy = level.height / pyramid.picture.height;
  const { a, b, c, d, e, f } = toPicture;
  return sample(level, { a: a * sx, b: b * sx, c: c * sx, d: d * sy, e: e * sy, f: f * sy }, input);
}

/** The same picture seen in a mirror: every row of every plane reversed. */
export function mirrorTensor(tensor: Float32Array, width: number): Float32Array {
  const mirrored = tensor.slice();
  for (let row = 0; row < mirrored.length; row += width) mirrored.subarray(row, row + width).reverse();
  return mirrored;
}

function sample({ width, height, rgb }: Picture, t: Affine, input: ModelInput): Float32Array {
  const { widthPx, heightPx, scale } = input;
  const plane = widthPx * heightPx;
  const [p0, p1, p2] = input.channels === 'RGB' ? [0, plane, 2 * plane] : [2 * plane, plane, 0];
  const [m0 = 0, m1 = 0, m2 = 0] = input.channels === 'RGB' ? input.mean : input.mean.toReversed();
  const tensor = new Float32Array(3 * plane);
  const stride = width * 3;
  let to = 0;
  for (let v = 0; v < heightPx; v++) {
    // Continuous coordinates of the crop pixel's centre, as an index into the picture's pixels.
    let x = t.a * 0.5 + t.b * (v + 0.5) + t.c - 0.5;
    let y = t.d * 0.5 + t.e * (v + 0.5) + t.f - 0.5;
    for (let u = 0; u < widthPx; u++, to++, x += t.a, y += t.d) {
      const inside = x > -1 && y > -1 && x < width && y < height;
      let r = 0;
      let g = 0;
      let b = 0;
      if (inside) {
        const left = Math.max(0, Math.floor(x));
        const top = Math.max(0, Math.floor(y));
        const right = left + 1 < width ? 3 : 0;
        const below = top + 1 < height ? stride : 0;
        const wx = Math.max(0, x - left);
        const wy = Math.max(0, y - top);
        const w11 = wx * wy;
        const w10 = wy - w11;
        const w01 = wx - w11;
        const w00 = 1 - wx - w10;
        const i = top * stride + left * 3;
        const j = i + below;
        r = rgb[i]! * w00 + rgb[i + right]! * w01 + rgb[j]! * w10 + rgb[j + right]! * w11;
        g = rgb[i + 1]! * w00 + rgb[i + right + 1]! * w01 + rgb[j + 1]! * w10 + rgb[j + right + 1]! * w11;
        b = rgb[i + 2]! * w00 + rgb[i + right + 2]! * w01 + rgb[j + 2]! * w10 + rgb[j + right + 2]! * w11;
      }
      tensor[p0 + to] = (r - m0) * scale;
      tensor[p1 + to] = (g - m1) * scale;
      tensor[p2 + to] = (b - m2) * scale;
    }
  }
  return tensor;
}
