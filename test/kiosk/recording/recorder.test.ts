import { existsSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';
import { gap, RecordedRoom, second } from './recorded-room.ts';

const end = nine + 90 * minute;

let room: RecordedRoom;
beforeEach(() => {
  room = new RecordedRoom();
});

describe('the plan', () => {
  test('starts and ends a theory lesson by itself, without a gap', async () => {
    await room.film(nine, end);
    await room.passTo(end + second);
    expect(room.recorder.current).toBeUndefined();
    expect(room.gaps()).toEqual([]);
    expect(room.covered()).toEqual({ a: nine, b: end, n: 90 });
    expect(room.lessons()).toEqual([{ stopped_by: 'plan', n: 1 }]);
  });

  test('does not record practice, nor before or after class, and leaves no file behind', async () => {
    room = new RecordedRoom(nine - 5 * minute);
    await room.passTo(nine - 5 * minute);
    const early = room.camera.giveSegment(nine - 6 * minute, nine - 5 * minute);
    room.store.clock.advanceTo(nine + 280 * minute);
    const practice = room.camera.giveSegment(nine + 279 * minute, nine + 280 * minute);
    await room.recorder.settled();
    expect(room.covered()).toMatchObject({ n: 0 });
    expect([early, practice].map((file) => existsSync(file))).toEqual([false, false]);
  });

  test('a segment that began before the lesson is kept whole', async () => {
    await room.passTo(nine + 3 * second);
    room.camera.giveSegment(nine - 2 * second, nine + 3 * second);
    await room.recorder.settled();
    expect(room.covered()).toMatchObject({ a: nine - 2 * second, n: 1 });
    expect(room.gaps()).toEqual([]);
  });

  test('a lesson is begun by the segment that shows its first second, if the clock has not ticked yet', async () => {
    room = new RecordedRoom(nine - minute);
    await room.passTo(nine - second);
    room.store.clock.advanceTo(nine + 100);
    room.camera.giveSegment(nine - 5 * second, nine + 100);
    await room.film(nine + 100, nine + minute);
    expect(room.kept()).toHaveLength(2);
    expect(room.gaps()).toEqual([]);
  });

  test('a newer plan ends a lesson that is under way later', async () => {
    await room.film(nine, end - minute);
    const { periods, ...plan } = samplePlan({ version: 2 });
    const longer = periods.map((p) => (p.number === 2 ? { ...p, endAt: p.endAt + 10 * minute } : p));
    room.store.adopt({ ...plan, periods: longer });
    await room.film(end - minute, end + 10 * minute);
    await room.passTo(end + 10 * minute + second);
    expect(room.covered()).toMatchObject({ b: end + 10 * minute });
    expect(room.gaps()).toEqual([]);
  });

  test('that came late: what it wanted before is a gap that says so', async () => {
    room = new RecordedRoom(nine - 2 * 60 * minute);
    const late = { ...samplePlan(), class: 'cls_late' };
    room.store.clock.advanceTo(nine - 100 * minute);
    room.recorder.tick();
    const periods = late.periods.map((p) => ({
      ...p,
      startAt: p.startAt - 60 * minute,
      endAt: p.endAt - 60 * minute,
    }));
    await room.passTo(nine - 50 * minute);
    room.store.adopt({ ...late, periods });
    await room.film(nine - 50 * minute, nine - 40 * minute);
    expect(room.gaps()).toEqual([gap(nine - 60 * minute, nine - 50 * minute, 'plan-late')]);
  });
});

test('a full disk does not end the program: the lesson is begun as soon as it can be written down', () => {
  vi.useFakeTimers();
  const { db, log } = room.store;
  try {
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    const fill = () => {
      for (;;) log.append('admin', null, { event: 'pin-refused', at: nine });
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'disk_full' }));
    room.recorder.start();
    vi.advanceTimersByTime(3_000);
    expect(room.recorder.current).toBeUndefined();
    db.pragma('max_page_count = 1000000');
    vi.advanceTimersByTime(1_000);
    expect(room.recorder.current?.session).toBe('ses_am');
    expect(room.lessons()).toHaveLength(1);
  } finally {
    void room.recorder.close();
    vi.useRealTimers();
  }
});
