import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Thumbnails } from '../../../server/review/thumbnails.ts';
import { MadeSegments } from './period-video/made-segments.ts';

const made = new MadeSegments();
let files: string[];
beforeAll(() => {
  files = made.run('film', { seconds: 6, size: '320x180' });
});
afterAll(() => made.remove());

/** Digests stand for files by their place. */
function thumbnails(change: { ffmpeg?: string; mostFiles?: number } = {}) {
  const dir = mkdtempSync(join(made.dir, 'thumbnails-'));
  const fileOf = (sha256: string) => files[Number(sha256)] ?? join(made.dir, 'nothing');
  return { dir, pictures: new Thumbnails({ dir, fileOf, ...change }) };
}

test('a small JPEG of the first picture, made once', async () => {
  const { dir, pictures } = thumbnails();
  const jpeg = await pictures.of('0');
  expect(jpeg.subarray(0, 2).toString('hex')).toBe('ffd8');
  expect(jpeg.length).toBeLessThan(20_000);
  expect(readdirSync(dir)).toEqual(['0.jpg']);
  writeFileSync(join(dir, '0.jpg'), 'kept');
  expect(String(await pictures.of('0'))).toBe('kept');
});

test('also of H.265', async () => {
  const [file = ''] = made.run('hevc', { seconds: 2, size: '320x180', codec: 'hevc' });
  files.push(file);
  const { pictures } = thumbnails();
  const jpeg = await pictures.of(String(files.length - 1));
  expect(jpeg.subarray(0, 2).toString('hex')).toBe('ffd8');
});

test('a few bytes that make ffmpeg take gigabytes are not given to it', async () => {
  const bytes = readFileSync(files[0] as string);
  const trun = bytes.indexOf('trun');
  bytes.writeUInt32BE(0, trun + 4);
  bytes.writeUInt32BE(20_000_000, trun + 8);
  const bomb = join(made.dir, 'bomb.mp4');
  writeFileSync(bomb, bytes);
  files.push(bomb);
  const counting = join(made.dir, 'counting-ffmpeg');
  writeFileSync(counting, `#!/bin/sh\necho "$@" >> ${made.dir}/calls\nexec ffmpeg "$@"\n`, { mode: 0o700 });
  const { pictures } = thumbnails({ ffmpeg: counting });
  await expect(pictures.of(String(files.length - 1))).rejects.toMatchObject({ code: 'not_found' });
  await pictures.of('1');
  const calls = readFileSync(join(made.dir, 'calls'), 'utf8').trim().split('\n');
  expect(calls.filter((call) => call.includes('-frames:v'))).toHaveLength(1);
});

test('ffmpeg is given no file, and may open none', async () => {
  const telling = join(made.dir, 'telling-ffmpeg');
  writeFileSync(telling, `#!/bin/sh\necho "$@" > ${made.dir}/told\nexec ffmpeg "$@"\n`, { mode: 0o700 });
  await thumbnails({ ffmpeg: telling }).pictures.of('2');
  const told = readFileSync(join(made.dir, 'told'), 'utf8');
  expect(told).toContain('-protocol_whitelist pipe -f mp4 -i pipe:0');
  expect(told).not.toContain('film-');
});

test('one that cannot be made is not found, and the next is made', async () => {
  const { pictures } = thumbnails();
  const [bad, good] = await Promise.allSettled([pictures.of('9'), pictures.of('1')]);
  expect(bad).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } });
  expect(good.status).toBe('fulfilled');
});

test('without ffmpeg there is none, and it says so', async () => {
  const { pictures } = thumbnails({ ffmpeg: join(tmpdir(), 'no-such-program') });
  expect(await pictures.works()).toBe(false);
  await expect(pictures.of('0')).rejects.toMatchObject({ code: 'not_found' });
});

test('the newest asked for come first; of many the oldest are given up', async () => {
  const { pictures } = thumbnails();
  await pictures.works();
  const order: number[] = [];
  const asked = Array.from({ length: 30 }, (_, index) =>
    pictures.of(String(index % 3)).then(() => order.push(index)),
  );
  const answers = await Promise.allSettled(asked);
  const refused = answers.flatMap((answer, index) => (answer.status === 'rejected' ? [index] : []));
  // The first is being made at once; of the 29 others 24 may wait. Each looks into the folder first: neighbours may
  // come in another order.
  expect(refused).toHaveLength(5);
  expect(Math.max(...refused)).toBeLessThan(10);
  expect(order[1]).toBe(29);
});

test('no more are kept than are allowed; the oldest go', async () => {
  const { dir, pictures } = thumbnails({ mostFiles: 2 });
  for (const digest of ['0', '1', '2']) await pictures.of(digest);
  expect(readdirSync(dir).sort()).toEqual(['1.jpg', '2.jpg']);
  rmSync(dir, { recursive: true });
  expect((await pictures.of('0')).length).toBeGreaterThan(0);
});
