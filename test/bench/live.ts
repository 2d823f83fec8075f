import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FfmpegCamera } from '../../device-drivers/camera/ffmpeg-camera.ts';
import { parseCameraSource } from '../../device-drivers/camera/source.ts';
import { LiveLink } from '../../kiosk/live/live-link.ts';
import { systemClock } from '../../sync/base/clock.ts';
import { createLog } from '../../sync/base/log.ts';
import { FaultyProxy } from '../fault/faulty-proxy.ts';
import { type Bench, percentile } from './bench.ts';
import { clockGraph } from './live/clock-picture.ts';
import { LightViewer } from './live/light-viewer.ts';
import { RtspCamera } from './live/rtsp-camera.ts';
import { WatchingPage } from './live/watching-page.ts';
import { QueuedKiosk } from './queued-kiosk.ts';
import { ServerProgram } from './server-program.ts';

const settleMs = 8_000;

/**
 * How old the live picture is on a reviewer's own page, by the clock in the picture itself: RTSP camera, real camera
 * driver, real server program, real browser. Then with 19 viewers more, and what the kiosk sends for one and for
 * all. `--seconds N` (default 60) for each of the two.
 */
export const bench: Bench = async (options) => {
  const seconds = Number(options[options.indexOf('--seconds') + 1]) || 60;
  execFileSync(process.execPath, [
    'node_modules/vite/bin/vite.js',
    'build',
    '--config',
    'server/ui/vite.config.ts',
    '--logLevel',
    'error',
  ]);
  const dir = mkdtempSync(join(tmpdir(), 'keqin-live-'));
  const room = await openRoom(dir);
  try {
    return {
      figures: await measure(room, seconds),
      targets: { p95Ms1: 4_000, p95Ms20: 4_000, uplinkRatio: 1.05 },
    };
  } finally {
    await room.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

type Room = Awaited<ReturnType<typeof openRoom>>;

async function measure(room: Room, seconds: number) {
  const { server, classId } = room;
  const page = await WatchingPage.open(server, classId);
  const viewers: LightViewer[] = [];
  const look = async () => {
    await sleep(settleMs);
    room.uplink.bytes = 0;
    const startedAt = performance.now();
    const ages = await page.ages(seconds);
    return { ages, kbps: (8 * room.uplink.bytes) / (performance.now() - startedAt) };
  };
  try {
    const one = await look();
    for (let i = 0; i < 19; i += 1) viewers.push(await LightViewer.open(server, classId));
    const twenty = await look();
    return {
      p50Ms1: percentile(one.ages, 0.5),
      p95Ms1: percentile(one.ages, 0.95),
      p50Ms20: percentile(twenty.ages, 0.5),
      p95Ms20: percentile(twenty.ages, 0.95),
      uplinkKbps1: Math.round(one.kbps),
      uplinkKbps20: Math.round(twenty.kbps),
      uplinkRatio: Number((twenty.kbps / one.kbps).toFixed(3)),
      fewestPartsOfAViewer: Math.min(...viewers.map(({ parts }) => parts)),
    };
  } finally {
    await Promise.all(viewers.map((viewer) => viewer.close()));
    await page.close();
  }
}

/** A kiosk with nothing but its camera and the live view, and a server, with the bytes between them counted. */
async function openRoom(dir: string) {
  const server = await ServerProgram.start(dir);
  const proxy = new FaultyProxy(0);
  const uplink = countUp(proxy);
  proxy.pointTo(server.port);
  const kiosk = await QueuedKiosk.enrol(join(dir, 'kiosk'), server, await proxy.listen());
  const source = await RtspCamera.start(dir, clockGraph);
  const clock = systemClock();
  const log = createLog('kiosk', 'warn');
  const camera = new FfmpegCamera({
    source: parseCameraSource(source.url),
    segments: { dir: join(dir, 'spool') },
    frames: undefined,
    ...{ clock, log },
  });
  camera.onSegment(({ file }) => void rm(file, { force: true }));
  const { link, device, classId } = kiosk;
  const live = new LiveLink({
    link,
    device,
    clock,
    logger: log,
    cameras: { room: camera },
    mayOpen: () => true,
  });
  camera.start();
  live.start();
  const close = async () => {
    await live.close();
    await camera.close();
    await source.close();
    kiosk.close();
    await proxy.close();
    await server.stop();
  };
  return { server, classId, uplink, close };
}

function countUp({ upRate }: FaultyProxy): { bytes: number } {
  const counted = { bytes: 0 };
  const passedAt = upRate.passedAt.bind(upRate);
  upRate.passedAt = (sizeBytes) => {
    counted.bytes += sizeBytes;
    return passedAt(sizeBytes);
  };
  return counted;
}
