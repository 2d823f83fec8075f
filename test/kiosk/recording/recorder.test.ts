import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Recorder } from '../../../kiosk/recording/recorder.ts';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { FakeCamera } from '../../helpers/fake-camera.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { minute, nine } from '../../helpers/sample-plan.ts';

const end = nine + 90 * minute;
const second = 1_000;

let store: ReturnType<typeof kioskStore>;
let camera: FakeCamera;
let recorder: Recorder;

/** A new start of the program: a camera of its own, the same store. */
function makeRecorder(): Recorder {
  camera = new FakeCamera(store.dir);
  const { clock, db, log, plans, dir } = store;
  const segments = new SegmentStore(db, join(dir, 'video'));
  return new Recorder({ clock, db, log, plans, segments, camera, logger: pino({ level: 'silent' }) });
}

beforeEach(() => {
  store = kioskStore();
  store.adopt();
});

/** Lets time pass to `at`, with the recorder's clock ticking once there. */
function passTo(at: number): void {
  store.clock.advanceTo(at);
  recorder.tick();
}

/** Whole video from `from` to `to` in pieces of a minute, ticking after each. */
async function film(from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += minute) {
    passTo(Math.min(at + minute, to));
    camera.giveSegment(at, Math.min(at + minute, to));
  }
  await recorder.close();
}

const gaps = () => store.db.prepare('SELECT start_at, end_at, cause FROM gaps ORDER BY seq').all();
const covered = () =>
  store.db.prepare('SELECT min(start_at) AS a, max(end_at) AS b, count(*) AS n FROM segments').get();
const lessons = () => store.db.prepare('SELECT stopped_by, count(*) AS n FROM lessons GROUP BY lesson').all();

describe('the plan', () => {
  test('starts and ends a theory lesson by itself, without a gap', async () => {
    recorder = makeRecorder();
    await film(nine, end);
    passTo(end + second);
    expect(recorder.current).toBeUndefined();
    expect(gaps()).toEqual([]);
    expect(covered()).toEqual({ a: nine, b: end, n: 90 });
    expect(lessons()).toEqual([{ stopped_by: 'plan', n: 1 }]);
  });

  test('does not record practice, nor before or after class, and leaves no file behind', async () => {
    recorder = makeRecorder();
    passTo(nine - 5 * minute);
    const early = camera.giveSegment(nine - 6 * minute, nine - 5 * minute);
    passTo(nine + 280 * minute);
    const practice = camera.giveSegment(nine + 279 * minute, nine + 280 * minute);
    await recorder.close();
    expect(covered()).toMatchObject({ n: 0 });
    expect([early, practice].map((file) => existsSync(file))).toEqual([false, false]);
  });

  test('a segment that began before the lesson is kept whole', async () => {
    recorder = makeRecorder();
    passTo(nine + 3 * second);
    camera.giveSegment(nine - 2 * second, nine + 3 * second);
    await recorder.close();
    expect(covered()).toMatchObject({ a: nine - 2 * second, n: 1 });
    expect(gaps()).toEqual([]);
  });
});

describe('gaps and their causes', () => {
  test('a machine that starts in mid-lesson', async () => {
    store.clock.advanceTo(nine + 7 * minute);
    recorder = makeRecorder();
    await film(nine + 7 * minute, end);
    expect(gaps()).toEqual([{ start_at: nine, end_at: nine + 7 * minute, cause: 'machine-off' }]);
  });

  test.each([
    ['the camera stalled: no frames for 3 s', 'stalled'],
    ['the camera cannot be reached', 'camera-lost'],
  ])('%s', async (detail, cause) => {
    recorder = makeRecorder();
    await film(nine, nine + 10 * minute);
    passTo(nine + 11 * minute);
    camera.breakDown(detail, nine + 10 * minute + 3 * second);
    camera.recover(nine + 12 * minute);
    await film(nine + 12 * minute, end);
    expect(gaps()).toEqual([{ start_at: nine + 10 * minute, end_at: nine + 12 * minute, cause }]);
  });

  test('video that never comes back is a gap to the end', async () => {
    recorder = makeRecorder();
    await film(nine, nine + 60 * minute);
    camera.breakDown('the camera cannot be reached', nine + 60 * minute);
    passTo(end);
    passTo(end + 21 * second);
    expect(gaps()).toEqual([{ start_at: nine + 60 * minute, end_at: end, cause: 'camera-lost' }]);
  });

  test('holes of half a second and less are how cameras are', async () => {
    recorder = makeRecorder();
    passTo(nine + minute);
    camera.giveSegment(nine, nine + 30 * second);
    camera.giveSegment(nine + 30 * second + 500, nine + minute);
    camera.giveSegment(nine + minute + 501, nine + 2 * minute);
    await recorder.close();
    expect(gaps()).toEqual([{ start_at: nine + minute, end_at: nine + minute + 501, cause: 'process-died' }]);
  });

  test('a segment that cannot be kept is a gap, and recording goes on', async () => {
    recorder = makeRecorder();
    passTo(nine + minute);
    camera.giveSegment(nine, nine + minute);
    passTo(nine + 2 * minute);
    rmSync(camera.giveSegment(nine + minute, nine + 2 * minute));
    passTo(nine + 3 * minute);
    camera.giveSegment(nine + 2 * minute, nine + 3 * minute);
    await recorder.close();
    expect(gaps()).toEqual([{ start_at: nine + minute, end_at: nine + 2 * minute, cause: 'file-damaged' }]);
  });
});

describe('the class admin', () => {
  test('stops and starts again; the hole between is theirs', async () => {
    recorder = makeRecorder();
    await film(nine, nine + 10 * minute);
    recorder.stopByAdmin('设备检修');
    const unseen = camera.giveSegment(nine + 10 * minute, nine + 11 * minute);
    passTo(nine + 15 * minute);
    expect(recorder.current).toBeUndefined();
    recorder.startByAdmin();
    await film(nine + 15 * minute, end);
    expect(gaps()).toEqual([
      { start_at: nine + 10 * minute, end_at: nine + 15 * minute, cause: 'admin-stopped' },
    ]);
    expect(existsSync(unseen)).toBe(false);
  });

  test('stopped for good: the plan does not start it again, even after a restart of the program', async () => {
    recorder = makeRecorder();
    await film(nine, nine + 10 * minute);
    recorder.stopByAdmin('提前下课');
    recorder = makeRecorder();
    passTo(nine + 20 * minute);
    expect(recorder.current).toBeUndefined();
    passTo(end + second);
    expect(gaps()).toEqual([{ start_at: nine + 10 * minute, end_at: end, cause: 'admin-stopped' }]);
  });

  test('cannot record where no session is', () => {
    recorder = makeRecorder();
    store.clock.advanceTo(nine + 150 * minute);
    expect(() => recorder.startByAdmin()).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(() => recorder.stopByAdmin('x')).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  test('may record a practice session too', async () => {
    recorder = makeRecorder();
    passTo(nine + 275 * minute);
    recorder.startByAdmin();
    await film(nine + 275 * minute, nine + 360 * minute);
    passTo(nine + 361 * minute);
    expect(gaps()).toEqual([]);
    expect(lessons()).toEqual([{ stopped_by: 'plan', n: 1 }]);
  });
});

test('after a restart in mid-lesson the same lesson goes on, and the hole is the machine’s', async () => {
  recorder = makeRecorder();
  await film(nine, nine + 10 * minute);
  store.clock.advanceTo(nine + 12 * minute);
  recorder = makeRecorder();
  await film(nine + 12 * minute, end);
  expect(lessons()).toHaveLength(1);
  expect(gaps()).toEqual([
    { start_at: nine + 10 * minute, end_at: nine + 12 * minute, cause: 'machine-off' },
  ]);
});

test('a full disk does not end the program: the lesson is begun as soon as it can be written down', () => {
  vi.useFakeTimers();
  try {
    recorder = makeRecorder();
    store.clock.advanceTo(nine);
    const { db } = store;
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    const fill = () => {
      for (;;) store.log.append('admin', null, { event: 'pin-refused', at: nine });
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'disk_full' }));
    recorder.start();
    vi.advanceTimersByTime(3_000);
    expect(recorder.current).toBeUndefined();
    db.pragma('max_page_count = 1000000');
    vi.advanceTimersByTime(1_000);
    expect(recorder.current?.session).toBe('ses_am');
    expect(lessons()).toHaveLength(1);
  } finally {
    void recorder.close();
    vi.useRealTimers();
  }
});
