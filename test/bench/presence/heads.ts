import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { CrowdAnalyser } from '../../../models/face/crowd.ts';
import { faceApiDemo, readPicture } from '../../helpers/real-pictures.ts';
import { filesInTar } from './tar-files.ts';

/** Pictures to take heads from, each with one face in its middle. */
export interface Heads {
  /** Encoded. */
  readonly pictures: readonly Buffer[];
  /** Side of the face, as a part of the picture's. */
  readonly faceSize: number;
}

/** LFW, by its making: the picture is the face detector's square grown 2.2 times (Huang et al., 2007). */
const grown = 2.2;
/** In the full picture, faces 100 to 300 px wide: what is less sure is a badge, or half hidden. */
const sureOfFace = 0.85;

/** Labeled Faces in the Wild, or whatever is framed like it, in a tar archive. */
export async function headsFromTar(archive: string): Promise<Heads> {
  const pictures = [...(await filesInTar(archive, '.jpg')).values()];
  if (pictures.length === 0) throw new Error(`there are no .jpg files in ${archive}`);
  return { pictures, faceSize: 1 / grown };
}

/** The people in the pictures of npm's face-api, framed in the same way. */
export async function headsFromNpm(analyser: CrowdAnalyser): Promise<Heads> {
  const names = (await readdir(faceApiDemo)).filter((name) => /^sample\d\.jpg$/.test(name)).sort();
  const pictures: Buffer[] = [];
  for (const name of names) {
    const file = join(faceApiDemo, name);
    const { width, height, rgb } = await readPicture(file);
    for (const { box, confidence } of await analyser.analyse({ width, height, rgb })) {
      if (confidence < sureOfFace) continue;
      const side = Math.min(Math.round(box.width * grown), width, height);
      const left = within(box.x + box.width / 2 - side / 2, width - side);
      const top = within(box.y + box.height / 2 - side / 2, height - side);
      pictures.push(await sharp(file).extract({ left, top, width: side, height: side }).png().toBuffer());
    }
  }
  return { pictures, faceSize: 1 / grown };
}

function within(from: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(from)));
}
