import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LiveFragment, VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { FfmpegCamera } from '../../../device-drivers/camera/ffmpeg-camera.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { createLog } from '../../../sync/base/log.ts';
import { makeClip, playedSeconds, scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
const clip = join(dir, 'clip.mp4');
const clock = systemClock();
beforeAll(() => makeClip(clip, 4, { sound: true }));
afterAll(remove);

function openCamera(name: string) {
  const camera = new FfmpegCamera({
    source: { kind: 'file', file: clip },
    segments: { dir: join(dir, name), seconds: 2 },
    frames: undefined,
    ...{ clock, log: createLog('kiosk', 'silent') },
  });
  const segments: VideoSegment[] = [];
  const fragments: (LiveFragment & { givenAt: number })[] = [];
  camera.onSegment((segment) => segments.push(segment));
  const watch = () => camera.watchFragments((one) => fragments.push({ ...one, givenAt: clock.now() }));
  return { camera, segments, fragments, watch };
}

const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 20_000, interval: 20 });

describe.concurrent('the fragments of a camera', () => {
  it('are the recorded video, whole and in order, over the ends of segments', async () => {
    const { camera, segments, fragments, watch } = openCamera('whole');
    const stop = watch();
    camera.start();
    await until(() => segments.length >= 3);
    await camera.close();
    stop();
    expect(new Set(fragments.map(({ run }) => run)).size).toBe(1);
    const live = Buffer.concat(fragments.map(({ bytes }) => bytes));
    const inits = fragments.map(({ init }) => init.length);
    const recorded = segments.map(({ file }, index) => readFileSync(file).subarray(inits[index]));
    expect(live.equals(Buffer.concat(recorded))).toBe(true);
    for (const [index, { startAt, endAt }] of fragments.entries()) {
      expect(endAt - startAt).toBeLessThanOrEqual(360);
      // Not quite 0 where the film begins again.
      const gapMs = index > 0 ? startAt - (fragments[index - 1]?.endAt ?? 0) : 0;
      expect(Math.abs(gapMs)).toBeLessThan(40);
    }
    expect(fragments[0]?.startAt).toBe(segments[0]?.startAt);
    expect(fragments.at(-1)?.endAt).toBe(segments.at(-1)?.endAt);
  });

  it('begin at a keyframe for who comes later, can be played from there, and end when nobody watches', async () => {
    const { camera, segments, fragments, watch } = openCamera('later');
    camera.start();
    await until(() => segments.length >= 1);
    const stop = watch();
    await until(() => fragments.length >= 9);
    stop();
    const watched = fragments.length;
    await until(() => segments.length >= 4);
    await camera.close();
    expect(fragments).toHaveLength(watched);
    const [first] = fragments;
    const keyframes = fragments.filter(({ independent }) => independent);
    expect(first).toBe(keyframes[0]);
    for (const [index, { startAt }] of keyframes.entries()) {
      expect(Math.abs(startAt - (first?.startAt ?? 0) - index * 1_000)).toBeLessThanOrEqual(41);
    }
    expect(keyframes.length).toBeGreaterThanOrEqual(2);
    const file = join(dir, 'live.mp4');
    writeFileSync(
      file,
      Buffer.concat([first?.init ?? Buffer.alloc(0), ...fragments.map(({ bytes }) => bytes)]),
    );
    const shownMs = (fragments.at(-1)?.endAt ?? 0) - (first?.startAt ?? 0);
    expect(Math.abs((await playedSeconds(file)) * 1_000 - shownMs)).toBeLessThan(41);
  });

  it('come soon after they were taken', async () => {
    const { camera, fragments, watch } = openCamera('soon');
    watch();
    camera.start();
    await until(() => fragments.length >= 10);
    await camera.close();
    const behindMs = fragments.map(({ givenAt, endAt }) => givenAt - endAt).sort((a, b) => a - b);
    expect(behindMs[Math.floor(behindMs.length / 2)]).toBeLessThan(1_000);
  });

  it('do no harm to the recording when who watches throws', async () => {
    const { camera, segments } = openCamera('throws');
    camera.watchFragments(() => {
      throw new Error('gone');
    });
    camera.start();
    await until(() => segments.length >= 2);
    await camera.close();
    expect(camera.state.state).toBe('ready');
  });
});
