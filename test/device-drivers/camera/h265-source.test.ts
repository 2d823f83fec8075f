import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playedSeconds, scratchDir, videoCodec } from './real-ffmpeg.ts';
import { type Film, makeFilm } from './rtsp/film.ts';
import { RtspCamera } from './rtsp/rtsp-camera.ts';
import { unrecordedMs, until, watchCamera } from './watched-camera.ts';

const { dir, remove } = scratchDir();
const size = { width: 640, height: 360, fps: 25, seconds: 8 };
let main: Film;
let small: Film;
beforeAll(() => {
  main = makeFilm(dir, { ...size, codec: 'hevc', sound: true });
  small = makeFilm(dir, { ...size, width: 320, height: 240, fps: 12 });
});
afterAll(remove);

function watch(name: string, url: string, framesUrl?: string) {
  return watchCamera(url, {
    source: { kind: 'rtsp', url, ...(framesUrl && { framesUrl }) },
    segments: { dir: join(dir, name), seconds: 2 },
    frames: { fps: 2, width: 160 },
  });
}

/** Of the pictures that were sent in so long a time, which share stands in the bytes as it was sent. */
function shareIn(
  bytes: Buffer,
  { pictures, fps }: Film,
  times: readonly { startAt: number; endAt: number }[],
) {
  const found = pictures.filter((units) => bytes.includes(units.at(-1) ?? Buffer.alloc(0))).length;
  const ms = times.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
  return found / Math.min(pictures.length, (ms * fps) / 1_000);
}

describe.concurrent('an H.265 camera', { timeout: 60_000 }, () => {
  it('is recorded as it is, while its H.264 second stream is what is watched live', async () => {
    const [source, second] = [await RtspCamera.start(main), await RtspCamera.start(small)];
    const { camera, segments, fragments, frames, pids } = watch('copied', source.url, second.url);
    await until(() => segments.length >= 4);
    expect(pids()).toHaveLength(1);
    expect(liveFilesOf('copied').length).toBeLessThanOrEqual(2);
    expect(frames[0]).toMatchObject({ width: 160, height: 120 });
    await camera.close();
    await Promise.all([source.die(), second.die()]);
    expect(Math.abs(unrecordedMs(source.sent, segments))).toBeLessThan(100);
    for (const { file, startAt, endAt } of segments) {
      expect(videoCodec(file)).toBe('hevc,hvc1');
      expect(Math.abs((await playedSeconds(file)) * 1_000 - (endAt - startAt))).toBeLessThan(400);
    }
    const recorded = Buffer.concat(segments.map(({ file }) => readFileSync(file)));
    expect(shareIn(recorded, main, segments)).toBeGreaterThan(0.97);

    expect(liveFilesOf('copied')).toEqual([]);
    const [first] = fragments;
    const live = Buffer.concat([first?.init ?? Buffer.alloc(0), ...fragments.map(({ bytes }) => bytes)]);
    writeFileSync(join(dir, 'live.mp4'), live);
    expect(videoCodec(join(dir, 'live.mp4'))).toBe('h264,avc1');
    expect(shareIn(live, small, fragments)).toBeGreaterThan(0.95);
    expect(await playedSeconds(join(dir, 'live.mp4'))).toBeGreaterThan(0);
    expect(new Set(fragments.map(({ run }) => run)).size).toBe(1);
    // What comes while the other stream is still being opened is stamped late.
    const opened = fragments.filter(({ startAt }) => startAt >= (segments[0]?.startAt ?? 0));
    for (const { startAt, endAt } of opened) expect(endAt - startAt).toBeLessThanOrEqual(500);
    expect(Math.abs((fragments.at(-1)?.endAt ?? 0) - (segments.at(-1)?.endAt ?? 0))).toBeLessThan(500);
  });

  it('is encoded for as long as it has no H.264 beside it', async () => {
    const source = await RtspCamera.start(main);
    const { camera, segments, fragments } = watch('encoded', source.url);
    await until(() => segments.length >= 1 && fragments.length >= 3);
    expect(liveFilesOf('encoded')).toEqual([]);
    await camera.close();
    await source.die();
    for (const { file } of segments) expect(videoCodec(file)).toBe('h264,avc1');
    expect(fragments[0]?.init.includes('avc1')).toBe(true);
  });

  it('is recorded, encoded, within 5 s when its second stream dies', async () => {
    const [source, second] = [await RtspCamera.start(main), await RtspCamera.start(small)];
    const { camera, segments } = watch('alone', source.url, second.url);
    await until(() => segments.length >= 1);
    await second.die();
    await until(() => camera.state.state === 'out-of-order');
    const lostAt = Date.now();
    await until(() => segments.some(({ startAt }) => startAt > lostAt));
    const again = segments.find(({ startAt }) => startAt > lostAt);
    expect((again?.startAt ?? 0) - lostAt).toBeLessThan(5_000);
    expect(videoCodec(again?.file ?? '')).toBe('h264,avc1');
    await camera.close();
    await source.die();
  });

  it('loses less than half a second when ffmpeg is killed, and nothing of the live view stays', async () => {
    const [source, second] = [await RtspCamera.start(main), await RtspCamera.start(small)];
    const { camera, segments, pids } = watch('killed', source.url, second.url);
    await until(() => segments.length >= 1);
    const [killed] = liveFilesOf('killed');
    process.kill(pids()[0] ?? 0, 'SIGKILL');
    const killedAt = Date.now();
    await until(() => camera.state.state === 'out-of-order');
    expect(killedAt - (segments.at(-1)?.endAt ?? 0)).toBeLessThan(500);
    expect(videoCodec(segments.at(-1)?.file ?? '')).toBe('hevc,hvc1');
    expect(liveFilesOf('killed')).not.toContain(killed);
    await camera.close();
    await Promise.all([source.die(), second.die()]);
  });
});

const liveFilesOf = (name: string) => readdirSync(join(dir, name)).filter((file) => file.includes('-live-'));
