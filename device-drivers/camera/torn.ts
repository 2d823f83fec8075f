import { open } from 'node:fs/promises';
import type { Fragment } from './fragments.ts';
import { readBytes } from './mp4-boxes.ts';

/*
 * Blocks that were never written read as zeros. In H.264 and H.265 no three zeros stand in a row, and the length
 * before each unit begins with three at most. Sound may hold a few, never a whole sector of them.
 */
const holeInVideo = Buffer.alloc(4);
const holeInSound = Buffer.alloc(512);

/** The fragments before the first one whose bytes did not all reach the disk before a power cut. */
export async function untornFragments(file: string, fragments: readonly Fragment[]): Promise<Fragment[]> {
  const handle = await open(file, 'r');
  try {
    const whole: Fragment[] = [];
    for (const fragment of fragments) {
      if (isTorn(await readBytes(handle, fragment.startByte, fragment.endByte), fragment)) break;
      whole.push(fragment);
    }
    return whole;
  } finally {
    await handle.close();
  }
}

function isTorn(bytes: Buffer, { video }: Fragment): boolean {
  if (bytes.includes(holeInSound)) return true;
  const pictures = video && bytes.subarray(video.offset, video.offset + video.sizeBytes);
  // Nor does a unit end in a zero: of the last one, two bytes may lie in a block of their own.
  return pictures !== undefined && (pictures.includes(holeInVideo) || pictures.at(-1) === 0);
}
