import { AppError } from '../../sync/base/errors.ts';
import type { Picture } from '../face/analyser.ts';

/** A picture and, made when first asked for, its halves: shrinking by sampling alone would alias. */
export class Pyramid {
  private readonly levels: Picture[];

  /** Throws `invalid_input` when the buffer is not width × height × 3 bytes. */
  constructor(picture: Picture) {
    const { width, height, rgb } = picture;
    if (rgb.length !== width * height * 3 || width < 1 || height < 1) {
      throw new AppError(
        'invalid_input',
        `A picture of ${width} × ${height} does not have ${rgb.length} bytes.`,
      );
    }
    this.levels = [picture];
  }

  get picture(): Picture {
    return this.level(0);
  }

  /** The picture halved `depth` times, or fewer when nothing is left to halve. */
  level(depth: number): Picture {
    const made = this.levels[Math.min(depth, this.levels.length - 1)] as Picture;
    if (depth < this.levels.length || made.width < 4 || made.height < 4) return made;
    this.levels.push(halve(made));
    return this.level(depth);
  }
}

function halve({ width, height, rgb }: Picture): Picture {
  const half = { width: width >> 1, height: height >> 1 };
  const small = Buffer.allocUnsafe(half.width * half.height * 3);
  const stride = width * 3;
  let to = 0;
  for (let y = 0; y < half.height; y++) {
    let from = y * 2 * stride;
    for (let x = 0; x < half.width; x++, from += 6, to += 3) {
      for (let c = from; c < from + 3; c++) {
        const sum = rgb[c]! + rgb[c + 3]! + rgb[c + stride]! + rgb[c + stride + 3]!;
        small[to + c - from] = (sum + 2) >> 2;
      }
    }
  }
  return { ...half, rgb: small };
}
