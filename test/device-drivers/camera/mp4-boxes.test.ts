import { copyFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFragments } from '../../../device-drivers/camera/fragments.ts';
import { boxesBelow, boxesIn, initBytesOf } from '../../../device-drivers/camera/mp4-boxes.ts';
import { isAppError } from '../../../sync/base/errors.ts';
import { makeClip, makeFragmented, scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
const clip = join(dir, 'clip.mp4');
const fragmented = join(dir, 'fragmented.mp4');
beforeAll(() => {
  makeClip(clip, 3, { sound: true });
  makeFragmented(clip, fragmented);
});
afterAll(remove);

function box(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

describe('boxes', () => {
  it('are found by their path', () => {
    const bytes = box(
      'moov',
      Buffer.concat([box('free', Buffer.alloc(3)), box('mvex', box('trex', Buffer.from('ab')))]),
    );
    const [moov] = boxesIn(bytes);
    const [trex] = moov ? boxesBelow(bytes, moov, ['mvex', 'trex']) : [];
    expect(bytes.subarray(trex?.bodyStart, trex?.end).toString()).toBe('ab');
  });

  it('may have a size of 64 bits', () => {
    const large = Buffer.alloc(20);
    large.writeUInt32BE(1);
    large.write('mdat', 4, 'latin1');
    large.writeBigUInt64BE(20n, 8);
    expect(boxesIn(large)).toEqual([{ type: 'mdat', start: 0, bodyStart: 16, end: 20 }]);
  });

  it('never end beyond the bytes, whatever these are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        let at = 0;
        for (const { start, bodyStart, end } of boxesIn(Buffer.from(bytes))) {
          expect(start).toBe(at);
          expect(bodyStart).toBeLessThanOrEqual(end);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe('fragments of a real film', () => {
  it('begin where the initialisation part ends, and follow one another', async () => {
    const fragments = await readFragments(fragmented);
    expect(fragments).toHaveLength(3);
    expect(fragments[0]?.startByte).toBe(await initBytesOf(fragmented));
    expect(fragments.at(-1)?.endByte).toBe(statSync(fragmented).size);
    let endMs = 0;
    for (const fragment of fragments) {
      expect(fragment.startMs).toBeCloseTo(endMs, 6);
      expect(fragment.picturesMs).toHaveLength(25);
      endMs += fragment.picturesMs.reduce((sum, ms) => sum + ms, 0);
    }
    expect(Math.abs(endMs - 3_000)).toBeLessThan(40);
  });

  it('are the whole ones only, wherever the file is cut', async () => {
    const fragments = await readFragments(fragmented);
    const size = statSync(fragmented).size;
    const cut = join(dir, 'cut.mp4');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: size }), async (length) => {
        copyFileSync(fragmented, cut);
        truncateSync(cut, length);
        expect(await readFragments(cut)).toEqual(fragments.filter(({ endByte }) => endByte <= length));
      }),
      { numRuns: 60 },
    );
  });

  it('are missing from a plain mp4 and from what is no film', async () => {
    const text = join(dir, 'text.mp4');
    writeFileSync(text, readFileSync(clip).subarray(100, 300));
    for (const file of [clip, text]) {
      expect(await readFragments(file)).toEqual([]);
      const fault = await initBytesOf(file).catch((error: unknown) => error);
      expect(isAppError(fault, 'invalid_input')).toBe(true);
    }
  });
});
