/**
 * How much fine detail a square face chip shows, whatever its contrast: the energy of the second derivative over
 * the variance of the green plane, in the chip's middle. 0.02 and more when sharp, below 0.008 when blurred.
 */
export function sharpnessOf(chip: Float32Array, sizePx: number): number {
  const green = chip.subarray(sizePx * sizePx, 2 * sizePx * sizePx);
  const from = Math.floor(sizePx * 0.2);
  const to = Math.ceil(sizePx * 0.8);
  let sum = 0;
  let squares = 0;
  let curvature = 0;
  for (let y = from; y < to; y++) {
    for (let i = y * sizePx + from; i < y * sizePx + to; i++) {
      const value = green[i]!;
      const bend = 4 * value - green[i - 1]! - green[i + 1]! - green[i - sizePx]! - green[i + sizePx]!;
      sum += value;
      squares += value * value;
      curvature += bend * bend;
    }
  }
  const count = (to - from) ** 2;
  // A chip of one colour has no variance but rounding errors.
  const variance = squares / count - (sum / count) ** 2;
  return variance < 1e-6 ? 0 : curvature / count / variance;
}
