import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { decodePictures, readPpm } from '../../../kiosk/presence/decode-pictures.ts';

/** Three seconds of HD as a camera's fragments hold it: each second another grey. */
function film(): Buffer {
  const grey = (level: number) => [
    '-f',
    'lavfi',
    '-t',
    '1',
    '-i',
    `color=0x${level.toString(16).repeat(3)}:s=1280x720:r=25`,
  ];
  const inputs = [grey(0x20), grey(0x80), grey(0xe0)].flat();
  const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p'];
  const format = ['-movflags', 'empty_moov+default_base_moof+frag_keyframe', '-f', 'mp4', 'pipe:1'];
  const joined = ['-filter_complex', 'concat=n=3:v=1'];
  return execFileSync('ffmpeg', ['-v', 'error', ...inputs, ...joined, ...codec, ...format], {
    maxBuffer: 16 << 20,
  });
}

test('gives pictures at full size, so far apart as asked', async () => {
  const pictures = await decodePictures(film(), { count: 3, everyMs: 1_000 });
  expect(pictures.map(({ width, height }) => `${width}x${height}`)).toEqual(Array(3).fill('1280x720'));
  expect(pictures.map(({ rgb }) => Math.round(rgb[720 * 1280]! / 32))).toEqual([1, 4, 7]);
  expect(await decodePictures(film(), { count: 1, everyMs: 700 })).toHaveLength(1);
});

test('what is no video is a fault in a sentence', async () => {
  const decoding = decodePictures(Buffer.from('no video'), { count: 1, everyMs: 700 });
  await expect(decoding).rejects.toMatchObject({ code: 'device_unavailable' });
});

test('a picture that is cut off is left out', () => {
  const one = Buffer.concat([Buffer.from('P6\n2 1\n255\n'), Buffer.from([1, 2, 3, 4, 5, 6])]);
  expect(readPpm(Buffer.concat([one, one.subarray(0, -1)]))).toEqual([
    { width: 2, height: 1, rgb: Buffer.from([1, 2, 3, 4, 5, 6]) },
  ]);
  expect(readPpm(Buffer.from('P6\nnonsense'))).toEqual([]);
});
