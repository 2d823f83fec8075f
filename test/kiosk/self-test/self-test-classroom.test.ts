import { afterEach, beforeEach, expect, test } from 'vitest';
import { SelfTest } from '../../../kiosk/self-test/self-test.ts';
import { SettingsStore } from '../../../kiosk/store/settings-store.ts';
import { Classroom } from '../../helpers/classroom.ts';

let room: Classroom;
let selfTest: SelfTest;

beforeEach(async () => {
  room = await new Classroom().open();
  await room.startKiosk();
  const { app, db } = room.kiosk;
  const { parts, plans, disk, sync } = app;
  selfTest = new SelfTest({
    ...{ ...parts, db, plans, disk, sync, settings: new SettingsStore(db), holdsNextLesson: () => true },
    trialLimits: { cameraMs: 2_000, partMs: 2_000 },
  });
});
afterEach(() => room.close());

/** Runs the test while the camera gives pictures and video; the parts that failed. */
async function failed(): Promise<string[]> {
  const { camera } = room.kiosk;
  const running = selfTest.run();
  for (const n of [1, 2, 3])
    camera.giveFrame({ width: 192, height: 108, at: 0, rgb: Buffer.alloc(192 * 108 * 3, 100 + n) });
  const bytes = Buffer.from('moof');
  camera.giveFragment({ run: 'r', init: bytes, bytes, startAt: 0, endAt: 1, independent: true });
  return (await running).parts.flatMap(({ part, ok }) => (ok ? [] : [part]));
}

test('all is well; then the server is gone, and only the link says so', async () => {
  expect(await failed()).toEqual([]);
  room.proxy.pointTo(0);
  expect(await failed()).toEqual(['link']);
});

test('the server keeps what was found', async () => {
  await failed();
  await room.synced();
  const { device } = room.kiosk.log.identity;
  const kept = await room.server.context.stores.records.newestOfKind(device, 'self-test', 0);
  expect(kept?.text).toContain('room-camera');
});
