import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { Ballast } from '../../../kiosk/store/ballast.ts';
import { DiskWatch } from '../../../kiosk/store/disk-watch.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import { nine } from '../../helpers/sample-plan.ts';

const mebibyte = 1024 ** 2;
const limits = {
  warnBelowBytes: 2_000 * mebibyte,
  videoReserveBytes: 200 * mebibyte,
  ballastBytes: mebibyte,
};

let free: number;
let ballast: Ballast;
let watch: DiskWatch;

beforeEach(() => {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
  ballast = new Ballast(dir, limits.ballastBytes);
  watch = new DiskWatch(dir, new SimulatedClock(nine), { limits, ballast, freeBytes: async () => free });
});

async function roomAt(mebibytes: number) {
  free = mebibytes * mebibyte;
  await watch.check();
  return watch.room;
}

test('warns, then stops video, and lets it go on only when there is clearly room again', async () => {
  expect(await roomAt(5_000)).toBe('ample');
  expect(watch.state.state).toBe('ready');
  expect(await roomAt(1_999)).toBe('low');
  expect(watch.state).toMatchObject({ state: 'out-of-order', detail: 'only 1999 MB left' });
  expect(await watch.hasRoomForVideo()).toBe(true);
  expect(await roomAt(199)).toBe('video-stopped');
  expect(await watch.hasRoomForVideo()).toBe(false);
  expect(await roomAt(249)).toBe('video-stopped');
  expect(await roomAt(250)).toBe('low');
  expect(await roomAt(201)).toBe('low');
});

test('whether a segment may be kept is looked at now, not at the last turn of the clock', async () => {
  await roomAt(5_000);
  free = 100 * mebibyte;
  expect(await watch.hasRoomForVideo()).toBe(false);
});

test('the ballast is made where the reserve stays whole, never below, and again when room is back', async () => {
  await roomAt(200);
  expect(ballast.held).toBe(false);
  await roomAt(201);
  expect(ballast.held).toBe(true);
  ballast.release();
  await roomAt(150);
  expect(ballast.held).toBe(false);
  await roomAt(300);
  expect(ballast.held).toBe(true);
});

test('a write that found no room makes it full, until one succeeds', async () => {
  await roomAt(10);
  const refuse = () => {
    throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
  };
  expect(() => ballast.write(refuse)).toThrow();
  expect(watch.room).toBe('full');
  ballast.write(() => undefined);
  expect(watch.room).toBe('video-stopped');
});

test('tells of changes, not of checks', async () => {
  const rooms: string[] = [];
  watch.onChange(() => rooms.push(watch.room));
  for (const mebibytes of [5_000, 5_000, 150, 150, 5_000]) await roomAt(mebibytes);
  expect(rooms).toEqual(['ample', 'video-stopped', 'ample']);
});

test('the real disk has a size', async () => {
  const real = new DiskWatch(tmpdir(), new SimulatedClock(nine), {
    limits: { ...limits, warnBelowBytes: 1 },
  });
  await real.check();
  expect(real.state.state).toBe('ready');
});

test('a disk that cannot be read is out of order, and the program goes on looking', async () => {
  vi.useFakeTimers();
  try {
    await roomAt(5_000);
    let works = true;
    const freeBytes = async () => {
      if (!works) throw new Error('EIO');
      return free;
    };
    const shaky = new DiskWatch('/', new SimulatedClock(nine), { limits, freeBytes });
    await shaky.start();
    works = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(shaky.state).toMatchObject({ state: 'out-of-order', detail: 'the data disk cannot be read' });
    works = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(shaky.state.state).toBe('ready');
    shaky.close();
  } finally {
    vi.useRealTimers();
  }
});
