import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, expect, test, vi } from 'vitest';
import { Recorder } from '../../../kiosk/recording/recorder.ts';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { FakeCamera } from '../../helpers/fake-camera.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const second = 1_000;
const hour = 60 * minute;

let store: ReturnType<typeof kioskStore>;
let camera: FakeCamera;
let segments: SegmentStore;
let recorder: Recorder;
/** Whether the disk has room, as each test says it. */
let hasRoom: () => boolean;

beforeEach(() => {
  store = kioskStore();
  store.adopt();
  camera = new FakeCamera(store.dir);
  segments = new SegmentStore(store.db, join(store.dir, 'video'));
  hasRoom = () => true;
  const { clock, db, log, plans } = store;
  const disk = { hasRoomForVideo: async () => hasRoom() };
  recorder = new Recorder({
    clock,
    db,
    log,
    plans,
    segments,
    camera,
    disk,
    logger: pino({ level: 'silent' }),
  });
});

/** Video from `from` to `to` in pieces of 20 s; gives the files as the camera left them. */
async function film(from: number, to: number): Promise<string[]> {
  const files: string[] = [];
  for (let at = from; at < to; at += 20 * second) {
    store.clock.advanceTo(at + 20 * second);
    recorder.tick();
    files.push(camera.giveSegment(at, at + 20 * second));
  }
  await recorder.settled();
  return files;
}

const gaps = () => store.db.prepare('SELECT start_at, end_at, cause FROM gaps ORDER BY start_at').all();
const kept = () => store.db.prepare('SELECT count(*) AS n FROM segments').get() as { n: number };
const videoFiles = () => (existsSync(join(store.dir, 'video')) ? readdirSync(join(store.dir, 'video')) : []);

test('no room: what comes is not kept, a gap says so for each minute, and recording goes on by itself', async () => {
  await film(nine, nine + 2 * minute);
  hasRoom = () => false;
  const lost = await film(nine + 2 * minute, nine + 5 * minute);
  expect(lost.filter((file) => existsSync(file))).toEqual([]);
  expect(recorder.current?.session).toBe('ses_am');
  const minuteGap = (n: number) => ({
    start_at: nine + n * minute,
    end_at: nine + (n + 1) * minute,
    cause: 'disk-full',
  });
  expect(gaps()).toEqual([2, 3, 4].map(minuteGap));
  hasRoom = () => true;
  await film(nine + 5 * minute, nine + 6 * minute);
  expect(gaps()).toHaveLength(3);
  expect(kept()).toEqual({ n: 9 });
});

test('a part of a minute is a gap of its own, with the causes on both sides kept apart', async () => {
  await film(nine, nine + minute);
  camera.breakDown('the camera cannot be reached', nine + minute + second);
  camera.recover(nine + 3 * minute);
  hasRoom = () => false;
  await film(nine + 3 * minute, nine + 3 * minute + 40 * second);
  hasRoom = () => true;
  await film(nine + 4 * minute, nine + 5 * minute);
  expect(gaps()).toEqual([
    { start_at: nine + minute, end_at: nine + 3 * minute, cause: 'camera-lost' },
    { start_at: nine + 3 * minute, end_at: nine + 3 * minute + 40 * second, cause: 'disk-full' },
    expect.objectContaining({ start_at: nine + 3 * minute + 40 * second, end_at: nine + 4 * minute }),
  ]);
});

test('no room to the end of the lesson: it is covered to its end, and closes', async () => {
  hasRoom = () => false;
  await film(nine, nine + 90 * minute);
  store.clock.advanceTo(nine + 91 * minute);
  recorder.tick();
  expect(recorder.current).toBeUndefined();
  expect(gaps()).toHaveLength(90);
  expect(gaps().at(-1)).toMatchObject({ end_at: nine + 90 * minute, cause: 'disk-full' });
  expect(kept()).toEqual({ n: 0 });
});

test('video with a receipt goes first once its time is over; without one, never', async () => {
  store.adopt(
    samplePlan({ version: 2, recording: { theory: true, practice: false, localRetentionHours: 1 } }),
  );
  await film(nine, nine + minute);
  const [first, second_] = segments.onDisk();
  segments.settle(first!, 'received', 'receipt', nine);
  segments.settle(second_!, 'received', null, nine);
  hasRoom = () => videoFiles().length < 3;
  await film(nine + 50 * minute, nine + 51 * minute);
  // Within its retention even the one with a receipt stays.
  expect(segments.onDisk()).toContain(first);
  await film(nine + hour + 10 * minute, nine + hour + 10 * minute + 20 * second);
  expect(segments.onDisk()).not.toContain(first);
  expect(existsSync(segments.fileOf(second_!))).toBe(true);
  // One went, one came.
  expect(videoFiles()).toHaveLength(3);
});

test('on a disk so full that the camera gives nothing, old video still goes, every ten seconds', async () => {
  await film(nine, nine + minute);
  for (const sha256 of segments.onDisk()) segments.settle(sha256, 'received', 'receipt', nine);
  store.clock.advanceTo(nine + 25 * hour);
  vi.useFakeTimers();
  try {
    recorder.start();
    await vi.advanceTimersByTimeAsync(11_000);
    await recorder.settled();
    expect(videoFiles()).toHaveLength(3);
    hasRoom = () => videoFiles().length === 0;
    await vi.advanceTimersByTimeAsync(10_000);
    await recorder.settled();
    expect(videoFiles()).toEqual([]);
  } finally {
    await recorder.close();
    vi.useRealTimers();
  }
});

test('kept, and then no room for its record: the file no record names is gone, and a gap says so later', async () => {
  await film(nine, nine + minute);
  const { db } = store;
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
  const fill = () => {
    for (;;) store.log.append('admin', null, { event: 'pin-refused', at: nine });
  };
  expect(fill).toThrow(expect.objectContaining({ code: 'disk_full' }));
  const lost = await film(nine + minute, nine + 2 * minute);
  expect(lost.filter((file) => existsSync(file))).toEqual([]);
  expect(videoFiles()).toHaveLength(kept().n);
  db.pragma('max_page_count = 1000000');
  await film(nine + 2 * minute, nine + 3 * minute);
  expect(gaps()).toEqual([{ start_at: expect.any(Number), end_at: nine + 2 * minute, cause: 'disk-full' }]);
  expect(videoFiles()).toHaveLength(kept().n);
});

test('the program ends in the middle of it: the gap is written down first', async () => {
  await film(nine, nine + minute);
  hasRoom = () => false;
  await film(nine + minute, nine + minute + 20 * second);
  expect(gaps()).toEqual([]);
  await recorder.close();
  expect(gaps()).toEqual([
    { start_at: nine + minute, end_at: nine + minute + 20 * second, cause: 'disk-full' },
  ]);
});
