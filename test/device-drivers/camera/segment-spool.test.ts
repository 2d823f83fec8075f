import { copyFileSync, existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { readFragments } from '../../../device-drivers/camera/fragments.ts';
import { salvageSpool } from '../../../device-drivers/camera/salvage.ts';
import { segmentFile, segmentPattern, writeMediaZero } from '../../../device-drivers/camera/segment-spool.ts';
import { createLog } from '../../../sync/base/log.ts';
import { makeClip, makeFragmented, playedSeconds, scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
const film = join(dir, 'film.mp4');
const log = createLog('kiosk', 'silent');
const startAt = 1_795_000_000_000;
const run = `r${startAt}-00ff11`;

beforeAll(() => {
  const clip = join(dir, 'clip.mp4');
  makeClip(clip, 3);
  makeFragmented(clip, film);
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

it('goes by the start of the run when media time 0 was never noted', async () => {
  const spool = await newSpool('unnoted');
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

it('leaves other files alone, and drops the notes of runs that left nothing', async () => {
  const spool = await newSpool('others');
  writeFileSync(join(spool, 'lesson.mp4'), 'not ours');
  await writeMediaZero(spool, run, startAt);
  expect(await salvaged(spool)).toEqual([]);
  expect(readdirSync(spool)).toEqual(['lesson.mp4']);
});

it('names files so that a percent sign in the folder is no counter', () => {
  expect(segmentPattern('/a%d', run)).toBe(`/a%%d/${run}-%06d.mp4`);
});
