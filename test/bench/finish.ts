import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { civilDayOf } from '../../server/policy/civil-day.ts';
import type { Replay } from '../../sync/contract/replay.ts';
import { type Film, makeFilm } from '../device-drivers/camera/rtsp/film.ts';
import { RtspCamera } from '../device-drivers/camera/rtsp/rtsp-camera.ts';
import { FaultyProxy } from '../fault/faulty-proxy.ts';
import { sampleFiling } from '../helpers/sample-filing.ts';
import { type Bench, percentile } from './bench.ts';
import { WholeKiosk } from './recorded-rooms/whole-kiosk.ts';
import { ServerProgram } from './server-program.ts';

const minute = 60_000;
/** What is left of a lesson when its plan reaches the kiosk: it then streams at its steady pace. */
const leftMs = 30_000;
const patienceMs = 60_000;

/**
 * From the end of a lesson to the moment at which the review API calls its last segment verified: a whole kiosk with
 * an RTSP camera of 720p, the real server program, and a link of four times the film's bit rate between them.
 * `--lessons N` (default 8).
 */
export const bench: Bench = async (options) => {
  const lessons = Number(options[options.indexOf('--lessons') + 1]) || 8;
  const dir = mkdtempSync(join(tmpdir(), 'keqin-finish-'));
  const film = makeFilm(dir, { width: 1280, height: 720, fps: 25, seconds: 20, bitrate: '2M' });
  const server = await ServerProgram.start(dir);
  const link = new FaultyProxy(0);
  link.upRate.bytesPerSecond = 4 * bytesPerSecond(film);
  link.pointTo(server.port);
  const camera = await RtspCamera.start(film);
  const setup = { dir: join(dir, 'kiosk'), url: camera.url, serverUrl: await link.listen() };
  const kiosk = await WholeKiosk.start({ ...setup, deviceCode: await server.deviceCode() });
  try {
    const tookMs: number[] = [];
    for (let n = 0; n < lessons; n += 1) tookMs.push(await teach(server, kiosk));
    return { figures: figuresOf(tookMs, film), targets: { worstS: 15 } };
  } finally {
    await kiosk.close();
    await camera.die();
    await link.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};

/** One lesson that ends soon; how long after its end the last of it was verified, ms. */
async function teach(server: ServerProgram, kiosk: WholeKiosk): Promise<number> {
  const endAt = Date.now() + leftMs;
  const filing = sampleFiling([kiosk.device], { periodMinutes: 10 });
  const [first] = filing.periods;
  const startAt = endAt - 10 * minute;
  const period = { ...first!, day: civilDayOf(startAt), startAt, endAt };
  const classId = await server.file({ ...filing, periods: [period] });
  await kiosk.contact();
  await new Promise((resolve) => setTimeout(resolve, endAt - Date.now()));
  const path = `/api/v1/classes/${classId}/sessions/${period.session}/replay?camera=room`;
  while (!(await isWhole(server, path, endAt))) {
    if (Date.now() > endAt + patienceMs) throw new Error('the lesson’s last segment was never verified');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Date.now() - endAt;
}

async function isWhole(server: ServerProgram, path: string, endAt: number): Promise<boolean> {
  const answer = await fetch(server.url + path, { headers: { cookie: server.cookie } });
  const { segments } = (await answer.json()) as Replay;
  return segments.some((segment) => segment.state === 'verified' && segment.endAt >= endAt);
}

function bytesPerSecond({ pictures, fps }: Film): number {
  const bytes = pictures.flat().reduce((sum, unit) => sum + unit.length, 0);
  return (bytes * fps) / pictures.length;
}

function figuresOf(tookMs: readonly number[], film: Film): Record<string, number> {
  const seconds = (ms: number) => Number((ms / 1_000).toFixed(1));
  return {
    lessons: tookMs.length,
    filmKbps: Math.round((bytesPerSecond(film) * 8) / 1_000),
    medianS: seconds(percentile(tookMs, 0.5)),
    worstS: seconds(Math.max(...tookMs)),
  };
}
