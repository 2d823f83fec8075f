import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Classroom } from '../helpers/classroom.ts';

let room: Classroom;

beforeEach(async () => {
  room = await new Classroom().open();
});
afterEach(() => room.close());

/** Everything the kiosk wrote is at the server, once, in order. */
async function expectWhole(): Promise<void> {
  const written = room.kiosk.db.prepare('SELECT seq, digest FROM log ORDER BY seq').all();
  expect(written.length).toBeGreaterThan(0);
  expect(room.storedRecords()).toEqual(written);
}

describe('what the kiosk writes arrives once, whatever happens to the link', () => {
  test('a check-in and a lesson’s video, on a good day', async () => {
    await room.startKiosk();
    room.checkIn(2);
    await room.film();
    await room.synced();
    const [item] = await room.pulled();
    expect(item?.decision).toMatchObject({ outcome: 'accepted', direction: 'in', reason: 'on-time' });
    await expectWhole();
  });

  test('the server is down when the kiosk starts, and the lesson goes on without it', async () => {
    await room.startKiosk();
    await room.kiosk.close();
    room.proxy.pointTo(0);
    await room.bootKiosk();
    await room.kiosk.app.start();
    room.checkIn(2);
    await room.film();
    expect(room.kiosk.app.sync.recordsWaiting).toBeGreaterThan(0);
    await room.plugServerIn();
    await room.synced();
    expect(await room.pulled()).toHaveLength(1);
    await expectWhole();
  });

  test('the server goes away in mid-upload and comes back', async () => {
    await room.startKiosk();
    room.refuse(300);
    await room.restartServer(async () => room.refuse(300));
    await room.film();
    await room.synced();
    await expectWhole();
  });

  test('answers are cut off after the server has acted: nothing is doubled', async () => {
    await room.startKiosk();
    for (let i = 0; i < 5; i += 1) {
      room.proxy.cutAnswers = 1;
      room.refuse(3);
      await room.film();
      await room.synced();
    }
    room.checkIn(2);
    await room.synced();
    expect(await room.pulled()).toHaveLength(1);
    await expectWhole();
  });

  test('the kiosk ends with records unsent, and sends them when it is started again', async () => {
    await room.startKiosk();
    room.proxy.pointTo(0);
    room.checkIn(2);
    room.checkIn(3);
    await room.kiosk.close();
    await room.plugServerIn();
    await room.bootKiosk();
    await room.startKiosk();
    await room.synced();
    expect(await room.pulled()).toHaveLength(2);
    await expectWhole();
  });
});
