import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { readFragments } from '../../../device-drivers/camera/fragments.ts';
import { salvageSpool } from '../../../device-drivers/camera/salvage.ts';
import {
  liveFile,
  segmentFile,
  segmentPattern,
  writeMediaZero,
} from '../../../device-drivers/camera/segment-spool.ts';
import { createLog } from '../../../sync/base/log.ts';
import { makeClip, makeFragmented, playedSeconds, scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
const film = join(dir, 'film.mp4');
const hevcFilm = join(dir, 'hevc-film.mp4');
const log = createLog('kiosk', 'silent');
const startAt = 1_795_000_000_000;
const run = `r${startAt}-00ff11`;

beforeAll(() => {
  for (const codec of ['h264', 'hevc'] as const) {
    const clip = join(dir, `${codec}-clip.mp4`);
    makeClip(clip, 3, { codec });
    makeFragmented(clip, codec === 'h264' ? film : hevcFilm);
  }
});
afterAll(remove);

async function newSpool(name: string): Promise<string> {
  const spool = join(dir, name);
  await mkdir(spool);
  return spool;
}

async function salvaged(spool: string): Promise<VideoSegment[]> {
  const segments: VideoSegment[] = [];
  await salvageSpool({ dir: spool, log, onSegment: (segment) => segments.push(segment) });
  return segments;
}

it('cuts an unfinished segment after its last whole fragment and gives it out with its times', async () => {
  const spool = await newSpool('cut');
  const file = segmentFile(spool, run, 4);
  copyFileSync(film, file);
  truncateSync(file, statSync(film).size - 100);
  await writeMediaZero(spool, run, startAt + 700);
  expect(await salvaged(spool)).toEqual([{ file, startAt: startAt + 700, endAt: startAt + 2_700 }]);
  expect(await playedSeconds(file)).toBe(2);
  expect(statSync(file).size).toBe((await readFragments(film))[1]?.endByte);
});

/** The film with bytes of it changed, as an unfinished segment; what is salvaged must play without a fault. */
async function damaged(name: string, change: (bytes: Buffer) => Buffer, of = film): Promise<number> {
  const spool = await newSpool(name);
  const file = segmentFile(spool, run, 0);
  writeFileSync(file, change(readFileSync(of)));
  const [segment, ...others] = await salvaged(spool);
  expect(others).toEqual([]);
  if (!segment) return 0;
  const ms = segment.endAt - segment.startAt;
  expect(await playedSeconds(file)).toBe(ms / 1_000);
  return ms / 1_000;
}

describe('what a power cut leaves', () => {
  it.each([
    ['zeros', Buffer.alloc(10_000)],
    ['noise', randomBytes(10_000)],
    ['a box without an end', Buffer.from('00001000636d6f6f66', 'hex')],
  ])('%s after the video are cut off', async (name, tail) => {
    expect(await damaged(`tail ${name}`, (bytes) => Buffer.concat([bytes, tail]))).toBe(3);
  });

  it('a fragment of which a sector was never written is cut off, and what follows it', async () => {
    const [, second] = await readFragments(film);
    const at = (second?.startByte ?? 0) + 4_096;
    expect(await damaged('hole', (bytes) => bytes.fill(0, at, at + 512))).toBe(1);
  });

  it('a fragment whose last two bytes were never written is cut off', async () => {
    const last = (await readFragments(film)).at(-1);
    const at = (last?.startByte ?? 0) + (last?.video?.offset ?? 0) + (last?.video?.sizeBytes ?? 0);
    expect(await damaged('end', (bytes) => bytes.fill(0, at - 2, at))).toBe(2);
  });

  it('a fragment whose head is damaged is cut off, and what follows it', async () => {
    const [, second] = await readFragments(film);
    const at = (second?.startByte ?? 0) + 16;
    expect(await damaged('head', (bytes) => bytes.fill(0xff, at, at + 120))).toBe(1);
  });

  it('of H.265 a fragment that is cut off or has a hole goes in the same way', async () => {
    const whole = (name: string, change: (bytes: Buffer) => Buffer) => damaged(name, change, hevcFilm);
    const [, second, third] = await readFragments(hevcFilm);
    expect(second?.independent).toBe(true);
    expect(await whole('hevc whole', (bytes) => bytes)).toBe(3);
    expect(await whole('hevc cut', (bytes) => bytes.subarray(0, (third?.endByte ?? 0) - 100))).toBe(2);
    const at = (second?.startByte ?? 0) + 4_096;
    expect(await whole('hevc hole', (bytes) => bytes.fill(0, at, at + 512))).toBe(1);
  });

  it('old video behind a hole is not taken for more of it', async () => {
    const bytesOf = (bytes: Buffer) => Buffer.concat([bytes, box('free'), bytes.subarray(initBytes)]);
    const initBytes = (await readFragments(film))[0]?.startByte ?? 0;
    expect(await damaged('old', bytesOf)).toBe(3);
  });

  it.each([0, 3, 40, 700])(
    'a header cut off after %i bytes holds nothing, and the file goes',
    async (size) => {
      expect(await damaged(`header ${size}`, (bytes) => bytes.subarray(0, size))).toBe(0);
      expect(readdirSync(join(dir, `header ${size}`))).toEqual([]);
    },
  );

  it('is salvaged so that it plays, wherever the video ends and however many blocks of zeros follow', async () => {
    let count = 0;
    const size = statSync(film).size;
    const cut = fc.record({ end: fc.nat(size), zeros: fc.oneof(fc.nat(600), fc.nat(30_000)) });
    await fc.assert(
      fc.asyncProperty(cut, async ({ end, zeros }) => {
        count += 1;
        await damaged(`any ${count}`, (bytes) =>
          Buffer.concat([bytes.subarray(0, end), Buffer.alloc(zeros)]),
        );
      }),
      { numRuns: 20 },
    );
  });
});

function box(type: string): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(8);
  bytes.write(type, 4, 'latin1');
  return bytes;
}

it('goes by the start of the run when media time 0 was never noted, or its note is cut off', async () => {
  const spool = await newSpool('unnoted');
  writeFileSync(join(spool, `${run}.zero`), '17950');
  copyFileSync(film, segmentFile(spool, run, 0));
  expect((await salvaged(spool))[0]).toMatchObject({ startAt, endAt: startAt + 3_000 });
});

it('gives out several runs in order, and deletes what holds no picture', async () => {
  const spool = await newSpool('several');
  const later = `r${startAt + 60_000}-000000`;
  for (const file of [segmentFile(spool, later, 0), segmentFile(spool, run, 1), segmentFile(spool, run, 0)]) {
    copyFileSync(film, file);
  }
  const empty = segmentFile(spool, later, 1);
  writeFileSync(empty, '');
  const files = (await salvaged(spool)).map((segment) => segment.file);
  expect(files).toEqual([
    segmentFile(spool, run, 0),
    segmentFile(spool, run, 1),
    segmentFile(spool, later, 0),
  ]);
  expect(existsSync(empty)).toBe(false);
});

it('deletes what was only ever live', async () => {
  const spool = await newSpool('live');
  copyFileSync(film, liveFile(spool, run, 7));
  copyFileSync(film, segmentFile(spool, run, 7));
  expect((await salvaged(spool)).map(({ file }) => file)).toEqual([segmentFile(spool, run, 7)]);
  expect(readdirSync(spool)).toEqual([basename(segmentFile(spool, run, 7))]);
});

it('leaves other files alone, and drops the notes of runs that left nothing', async () => {
  const spool = await newSpool('others');
  writeFileSync(join(spool, 'lesson.mp4'), 'not ours');
  await writeMediaZero(spool, run, startAt);
  expect(await salvaged(spool)).toEqual([]);
  expect(readdirSync(spool)).toEqual(['lesson.mp4']);
});

it('passes over what bears the name of a segment and is no file: a folder, a link, a pipe that nobody fills', async () => {
  const spool = await newSpool('traps');
  mkdirSync(segmentFile(spool, run, 0));
  mkdirSync(liveFile(spool, run, 0));
  mkdirSync(join(spool, 'r1795000000001-00ff11.zero'));
  symlinkSync(film, segmentFile(spool, run, 1));
  execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', segmentFile(spool, run, 2)]);
  copyFileSync(film, segmentFile(spool, run, 3));
  expect((await salvaged(spool)).map(({ file }) => file)).toEqual([segmentFile(spool, run, 3)]);
  expect(readdirSync(spool)).toHaveLength(6);
}, 5_000);

it('names files so that a percent sign in the folder is no counter', () => {
  expect(segmentPattern('/a%d', run)).toBe(`/a%%d/${run}-%06d.mp4`);
});
