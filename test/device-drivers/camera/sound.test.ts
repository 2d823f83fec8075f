import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CameraSource } from '../../../device-drivers/camera/source.ts';
import { beep, beepsBehindFlashesMs, flash, makeFlashFilm } from './flash-and-beep.ts';
import { scratchDir } from './real-ffmpeg.ts';
import { startRtspCamera } from './rtsp/start-rtsp-camera.ts';
import { until, watchCamera } from './watched-camera.ts';

const { dir, remove } = scratchDir();
afterAll(remove);
const mostMs = 40;

/** Records some seconds and gives how far sound and picture are apart, ms, in all segments. */
async function recorded(name: string, source: CameraSource): Promise<number[]> {
  const seen = source.kind === 'file' ? source.file : name;
  const segments = { dir: join(dir, `${name}-spool`), seconds: 3 };
  const watched = watchCamera(seen, { source, segments, frames: undefined });
  await until(() => watched.segments.length >= 3);
  await watched.camera.close();
  const lags = await Promise.all(watched.segments.map(({ file }) => beepsBehindFlashesMs(file)));
  return lags.flat();
}

/** Made before any camera runs: making them holds this process up. */
const films = {
  'copied.mp4': ['-c:v', 'libx264', '-g', '25', '-bf', '0', '-c:a', 'aac'],
  'encoded.mkv': ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le'],
  'sound-encoded.mkv': ['-c:v', 'libx264', '-g', '25', '-bf', '0', '-c:a', 'pcm_alaw'],
  'late.mkv': ['-af', 'adelay=60', '-c:v', 'libx264', '-g', '25', '-c:a', 'pcm_s16le'],
} as const;
beforeAll(() => {
  for (const [name, codecs] of Object.entries(films)) makeFlashFilm(join(dir, name), 4, codecs);
});

describe.concurrent('sound and picture are within 40 ms', { timeout: 60_000 }, () => {
  it.each(['copied.mp4', 'encoded.mkv', 'sound-encoded.mkv'])('%s', async (name) => {
    const lags = await recorded(name, { kind: 'file', file: join(dir, name) });
    expect(lags.length).toBeGreaterThanOrEqual(6);
    for (const lag of lags) expect(Math.abs(lag)).toBeLessThanOrEqual(mostMs);
  });

  it('from an RTSP camera', async () => {
    const size = { width: 320, height: 240, fps: 25, seconds: 8 };
    const camera = await startRtspCamera({ ...size, sound: true, picture: flash, tone: beep });
    const lags = await recorded('rtsp', { kind: 'rtsp', url: camera.url });
    await camera.stop();
    expect(lags.length).toBeGreaterThanOrEqual(4);
    for (const lag of lags) expect(Math.abs(lag)).toBeLessThanOrEqual(mostMs);
  });

  it('and this is a check that sees more than that', async () => {
    const lags = await beepsBehindFlashesMs(join(dir, 'late.mkv'));
    expect(lags.length).toBeGreaterThanOrEqual(2);
    for (const lag of lags) expect(lag).toBeGreaterThan(mostMs);
  });
});
