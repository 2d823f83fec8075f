import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playedSeconds, scratchDir } from './real-ffmpeg.ts';
import { type Film, makeFilm } from './rtsp/film.ts';
import { RtspCamera } from './rtsp/rtsp-camera.ts';
import { unrecordedMs, until, watchCamera } from './watched-camera.ts';

const { dir, remove } = scratchDir();
const size = { width: 640, height: 360, fps: 25, seconds: 8 };
let film: Film;
let smallFilm: Film;
beforeAll(() => {
  film = makeFilm(dir, { ...size, sound: true });
  smallFilm = makeFilm(dir, { ...size, width: 320, height: 240 });
});
afterAll(remove);

function watch(name: string, url: string, framesUrl?: string) {
  return watchCamera(url, {
    source: { kind: 'rtsp', url, ...(framesUrl && { framesUrl }) },
    segments: { dir: join(dir, name), seconds: 2 },
    frames: { fps: 2, width: 160 },
  });
}

describe.concurrent('an RTSP camera', { timeout: 60_000 }, () => {
  it('is recorded with the times at which its pictures came', async () => {
    const source = await RtspCamera.start(film);
    const { camera, segments, frames } = watch('steady', source.url);
    await until(() => segments.length >= 3);
    await camera.close();
    await source.die();
    expect(Math.abs(unrecordedMs(source.sent, segments))).toBeLessThan(100);
    const lastSent = source.sent.findLast(({ at }) => at < (segments.at(-1)?.endAt ?? 0));
    expect((segments.at(-1)?.endAt ?? 0) - (lastSent?.at ?? 0)).toBeLessThan(100);
    for (const { file } of segments) expect(await playedSeconds(file)).toBeGreaterThan(0);
    expect(frames[0]).toMatchObject({ width: 160, height: 90 });
  });

  it('that is slow is recorded with true times', async () => {
    const source = await RtspCamera.start(film, { speed: 0.9 });
    const { camera, segments } = watch('slow', source.url);
    await until(() => segments.length >= 3);
    await camera.close();
    await source.die();
    expect(Math.abs(unrecordedMs(source.sent, segments))).toBeLessThan(100);
  });

  it('that hangs is noticed within 3 s, and recorded again within 5 s of its return', async () => {
    const source = await RtspCamera.start(film);
    const { camera, segments, states, pids } = watch('hangs', source.url);
    await until(() => segments.length >= 1);
    const [first] = pids();
    source.freeze();
    const frozenAt = Date.now();
    await until(() => camera.state.state === 'out-of-order');
    expect(camera.state.since - frozenAt).toBeLessThan(3_000);
    expect(camera.state).toMatchObject({ fault: 'stalled' });
    expect(pids()).not.toContain(first);
    await sleep(5_000);
    expect(pids().length).toBeLessThanOrEqual(1);
    source.thaw();
    const thawedAt = Date.now();
    await until(() => segments.some(({ startAt }) => startAt > thawedAt));
    const again = segments.find(({ startAt }) => startAt > thawedAt)?.startAt ?? Number.NaN;
    expect(again - thawedAt).toBeLessThan(5_000);
    expect(states.at(-1)?.state).toBe('ready');
    await camera.close();
    await source.die();
  });

  it('that is off and comes back with other pictures is recorded again within 5 s', async () => {
    const source = await RtspCamera.start(film);
    const { camera, segments, frames, states } = watch('changes', source.url);
    await until(() => segments.length >= 1);
    await source.die();
    await until(() => camera.state.state === 'out-of-order');
    expect(states.at(-1)?.fault).toBe('lost');
    await sleep(4_000);
    frames.length = 0;
    await source.revive(smallFilm);
    const backAt = Date.now();
    await until(() => segments.some(({ startAt }) => startAt > backAt));
    const again = segments.find(({ startAt }) => startAt > backAt)?.startAt ?? Number.NaN;
    expect(again - backAt).toBeLessThan(5_000);
    expect(frames.at(-1)).toMatchObject({ width: 160, height: 120 });
    await camera.close();
    await source.die();
  });

  it('loses less than half a second of video when ffmpeg is killed', async () => {
    const source = await RtspCamera.start(film);
    const { camera, segments, pids } = watch('killed', source.url);
    await until(() => segments.length >= 1);
    process.kill(pids()[0] ?? 0, 'SIGKILL');
    const killedAt = Date.now();
    await until(() => camera.state.state === 'out-of-order');
    expect(camera.state.fault).toBe('died');
    expect(killedAt - (segments.at(-1)?.endAt ?? 0)).toBeLessThan(500);
    await camera.close();
    await source.die();
  });

  it('whose ffmpeg hangs when it is closed leaves none behind', async () => {
    const source = await RtspCamera.start(film);
    const { camera, segments, pids } = watch('hung', source.url);
    await until(() => segments.length >= 1);
    process.kill(pids()[0] ?? 0, 'SIGSTOP');
    await camera.close();
    expect(pids()).toEqual([]);
    await source.die();
  });

  it('gives its pictures from a second stream, and is recorded all the same when that one is gone', async () => {
    const [source, small] = [await RtspCamera.start(film), await RtspCamera.start(smallFilm)];
    const { camera, segments, frames, pids } = watch('second', source.url, small.url);
    await until(() => segments.length >= 1 && frames.length > 0);
    expect(frames[0]).toMatchObject({ width: 160, height: 120 });
    expect(pids()).toHaveLength(1);
    await until(() => segments.length >= 3);
    expect(Math.abs(unrecordedMs(source.sent, segments))).toBeLessThan(100);
    expect(segments.flatMap(({ holes = [] }) => holes)).toEqual([]);
    await small.die();
    await until(() => camera.state.state === 'out-of-order');
    const lostAt = Date.now();
    await until(() => segments.some(({ startAt }) => startAt > lostAt));
    expect(frames.at(-1)).toMatchObject({ width: 160, height: 90 });
    await camera.close();
    await source.die();
  });
});
