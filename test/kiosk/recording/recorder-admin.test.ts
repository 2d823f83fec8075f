import { existsSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';
import { gap, RecordedRoom, second } from './recorded-room.ts';

const end = nine + 90 * minute;
const conflict = expect.objectContaining({ code: 'conflict' });

let room: RecordedRoom;
beforeEach(() => {
  room = new RecordedRoom();
});

test('stops and starts again; the hole between is theirs', async () => {
  await room.film(nine, nine + 10 * minute);
  room.recorder.stopByAdmin('设备检修');
  const unseen = room.camera.giveSegment(nine + 10 * minute, nine + 11 * minute);
  await room.passTo(nine + 15 * minute);
  expect(room.recorder.current).toBeUndefined();
  room.recorder.startByAdmin();
  await room.film(nine + 15 * minute, end);
  expect(room.gaps()).toEqual([gap(nine + 10 * minute, nine + 15 * minute, 'admin-stopped')]);
  expect(existsSync(unseen)).toBe(false);
});

test('stopped for good: the plan does not start it again, even after a restart of the program', async () => {
  await room.film(nine, nine + 10 * minute);
  room.recorder.stopByAdmin('提前下课');
  room.restart(nine + 12 * minute);
  await room.passTo(nine + 20 * minute);
  expect(room.recorder.current).toBeUndefined();
  await room.passTo(end + 25 * second);
  expect(room.gaps()).toEqual([gap(nine + 10 * minute, end, 'admin-stopped')]);
});

test('pauses with a reason, and resumes: both are records, and the hole is theirs', async () => {
  await room.film(nine, nine + 10 * minute);
  const [pausedAt, resumedAt] = [nine + 10 * minute + 20 * second, nine + 13 * minute + 10 * second];
  await room.passTo(pausedAt);
  room.recorder.pauseByAdmin('消防演习');
  expect(room.recorder.current).toBeUndefined();
  expect(room.recorder.paused?.session).toBe('ses_am');
  await room.film(nine + 10 * minute, nine + 13 * minute);
  await room.passTo(resumedAt);
  room.recorder.resumeByAdmin();
  await room.film(nine + 13 * minute, end);
  await room.passTo(end + second);
  // The minutes in which it was paused and resumed are kept whole: they show what was wanted, too.
  expect(room.gaps()).toEqual([gap(nine + 11 * minute, nine + 13 * minute, 'admin-stopped')]);
  expect(room.pauses()).toEqual([
    { event: 'paused', at: pausedAt, reason: '消防演习' },
    { event: 'resumed', at: resumedAt, reason: null },
  ]);
  expect(room.lessons()).toEqual([{ stopped_by: 'plan', n: 1 }]);
});

test.each(['simulated-boot', 'another-boot'])('paused stays paused over a restart (%s)', async (boot) => {
  await room.film(nine, nine + 10 * minute);
  room.recorder.pauseByAdmin('消防演习');
  room.restart(nine + 12 * minute, boot);
  await room.passTo(nine + 12 * minute);
  expect(room.recorder.current).toBeUndefined();
  expect(room.recorder.paused?.session).toBe('ses_am');
  const unseen = room.camera.giveSegment(nine + 11 * minute, nine + 12 * minute);
  await room.passTo(nine + 15 * minute);
  room.recorder.startByAdmin();
  await room.film(nine + 15 * minute, nine + 16 * minute);
  expect(existsSync(unseen)).toBe(false);
  expect(room.gaps()).toEqual([gap(nine + 10 * minute, nine + 15 * minute, 'admin-stopped')]);
  expect(room.pauses()).toHaveLength(2);
});

test('paused to the end: it ends by its plan, and the gap is theirs', async () => {
  await room.film(nine, nine + 80 * minute);
  room.recorder.pauseByAdmin('提前下课');
  await room.passTo(end + second);
  await room.passTo(end + 25 * second);
  expect(room.recorder.paused).toBeUndefined();
  expect(room.gaps()).toEqual([gap(nine + 80 * minute, end, 'admin-stopped')]);
  expect(room.lessons()).toEqual([{ stopped_by: 'plan', n: 1 }]);
});

test('stopped while it was paused, and started: it is resumed as well', async () => {
  await room.film(nine, nine + 10 * minute);
  room.recorder.pauseByAdmin('休息');
  await room.passTo(nine + 11 * minute);
  room.recorder.stopByAdmin('设备检修');
  room.restart(nine + 12 * minute);
  await room.passTo(nine + 12 * minute);
  room.recorder.startByAdmin();
  expect(room.pauses().map((pause) => (pause as { event: string }).event)).toEqual(['paused', 'resumed']);
  await room.film(nine + 12 * minute, nine + 13 * minute);
  room.restart(nine + 13 * minute);
  await room.film(nine + 13 * minute, nine + 14 * minute);
  expect(room.recorder.current?.session).toBe('ses_am');
  expect(room.gaps()).toEqual([gap(nine + 10 * minute, nine + 12 * minute, 'admin-stopped')]);
});

test('may record a practice session too, and it goes on after a restart', async () => {
  await room.film(nine, end);
  await room.passTo(nine + 275 * minute);
  room.recorder.startByAdmin();
  await room.film(nine + 275 * minute, nine + 300 * minute);
  room.restart(nine + 302 * minute);
  await room.film(nine + 302 * minute, nine + 360 * minute);
  await room.passTo(nine + 360 * minute + second);
  expect(room.gaps()).toEqual([gap(nine + 300 * minute, nine + 302 * minute, 'process-died')]);
  expect(room.lessons()).toEqual([
    { stopped_by: 'plan', n: 1 },
    { stopped_by: 'plan', n: 1 },
  ]);
});

test('begun before its time: it goes on after a restart, also before its plan begins', async () => {
  room = new RecordedRoom(nine - 15 * minute);
  room.recorder.tick();
  room.recorder.startByAdmin();
  await room.film(nine - 15 * minute, nine - 10 * minute);
  room.restart(nine - 8 * minute);
  await room.film(nine - 8 * minute, nine + minute);
  expect(room.gaps()).toEqual([gap(nine - 10 * minute, nine - 8 * minute, 'process-died')]);
  expect(room.lessons()).toHaveLength(1);
});

test('started after the part that must be recorded is over, stopped or paused or not: it is a lesson of its own', async () => {
  const [theory, practice] = samplePlan().periods.map((period) => ({ ...period, session: 'ses_am' }));
  room.store.adopt(
    samplePlan({
      version: 2,
      periods: [
        theory!,
        { ...practice!, number: 2, kind: 'practice', startAt: nine + 40 * minute, endAt: nine + 80 * minute },
      ],
    }),
  );
  await room.film(nine, nine + 38 * minute);
  room.recorder.pauseByAdmin('休息');
  await room.passTo(nine + 41 * minute);
  await room.passTo(nine + 42 * minute);
  room.recorder.startByAdmin();
  await room.film(nine + 42 * minute, nine + 44 * minute);
  room.restart(nine + 44 * minute);
  await room.film(nine + 44 * minute, nine + 45 * minute);
  expect(room.recorder.current?.session).toBe('ses_am');
  expect(room.gaps()).toEqual([gap(nine + 38 * minute, nine + 40 * minute, 'admin-stopped')]);
  expect(room.lessons()).toHaveLength(2);
});

test('cannot give an order where there is nothing to order', async () => {
  await room.film(nine, end);
  await room.passTo(nine + 150 * minute);
  const { recorder } = room;
  expect(() => recorder.startByAdmin()).toThrow(conflict);
  expect(() => recorder.stopByAdmin('x')).toThrow(conflict);
  expect(() => recorder.pauseByAdmin('x')).toThrow(conflict);
  expect(() => recorder.resumeByAdmin()).toThrow(conflict);
});
