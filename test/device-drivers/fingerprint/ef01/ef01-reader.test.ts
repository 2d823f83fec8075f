import { afterEach, describe, expect, test, vi } from 'vitest';
import { refuseSimulated } from '../../../../device-drivers/byte-port/parse-reader-address.ts';
import { SimulatedSensor } from '../../../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import { ReaderRig, startAt } from './reader-rig.ts';

let rig: ReaderRig;
afterEach(async () => {
  vi.useRealTimers();
  await rig.reader.close();
});

describe('a finger on the sensor', () => {
  test('that is enrolled matches its slot, with a score and the time', async () => {
    rig = await new ReaderRig().begin();
    expect(await rig.enrol(7, ['wang-right'])).toEqual({ kind: 'enrolled', slot: 7 });
    rig.clock.advance(5_000);
    const touch = await rig.touch('wang-right');
    expect(touch).toEqual({ kind: 'matched', slot: 7, score: expect.any(Number), at: startAt + 5_000 });
    expect(touch.kind === 'matched' && touch.score).toBeGreaterThan(100);
  });

  test('that is not enrolled is unknown', async () => {
    rig = await new ReaderRig().begin();
    await rig.enrol(7, ['wang-right']);
    expect(await rig.touch('zhao-left')).toEqual({ kind: 'unknown', at: startAt });
  });

  test.each([
    ['dry', 'synochip', 'dry'],
    ['wet', 'synochip', 'wet'],
    ['partial', 'synochip', 'partial'],
    ['partial', 'grow', 'partial'],
    ['wet', 'base', 'unclear'],
  ] as const)('that is %s reads as poor (%s)', async (quality, dialect, reason) => {
    rig = await new ReaderRig({ dialect }).begin();
    expect(await rig.touch('wang-right', { quality })).toEqual({ kind: 'poor', reason, at: startAt });
  });

  test('counts once for as long as it stays, and again after it was lifted', async () => {
    rig = await new ReaderRig().begin();
    rig.sensor.liftFinger();
    await rig.untilCommand(0x01);
    rig.sensor.pressFinger('wang-right');
    for (let look = 0; look < 20; look++) await rig.untilCommand(0x01);
    expect(rig.touches).toHaveLength(1);
    await rig.touch('wang-right');
    expect(rig.touches).toHaveLength(2);
  });

  test('that is lifted by itself ends the touch', async () => {
    rig = await new ReaderRig().begin();
    await rig.touch('wang-right', { holdMs: 3 });
    await rig.touch('wang-right', { holdMs: 3 });
    expect(rig.touches).toHaveLength(2);
  });

  test('that clears up while it settles is read, not called poor', async () => {
    rig = await new ReaderRig().begin();
    rig.sensor.liftFinger();
    await rig.untilCommand(0x01);
    rig.sensor.pressFinger('wang-right', { quality: 'partial' });
    await rig.untilCommand(0x02);
    expect(await pressNow('wang-right')).toMatchObject({ kind: 'unknown' });
  });

  test('that was poor and left at once is reported all the same', async () => {
    rig = await new ReaderRig().begin();
    rig.sensor.liftFinger();
    await rig.untilCommand(0x01);
    rig.sensor.pressFinger('wang-right', { quality: 'dry' });
    await rig.untilCommand(0x02);
    rig.sensor.liftFinger();
    await vi.waitFor(() => expect(rig.touches).toEqual([{ kind: 'poor', reason: 'dry', at: startAt }]));
  });

  /** Replaces what lies on the sensor without lifting, and resolves with the next touch. */
  async function pressNow(finger: string) {
    rig.sensor.pressFinger(finger);
    await vi.waitFor(() => expect(rig.touches.length).toBeGreaterThan(0));
    return rig.touches[0];
  }
});

describe('a reader in trouble', () => {
  test('is out of order when unplugged, keeps trying, and is ready after it is plugged in again', async () => {
    rig = await new ReaderRig().begin();
    await rig.enrol(3, ['wang-right']);
    await rig.sensor.unplug();
    const broken = await rig.untilState('out-of-order');
    expect(broken.detail).toMatch(/^The port simulated reader cannot be used/);
    expect(rig.reader.info).toBeUndefined();
    await expect(rig.reader.slots()).rejects.toMatchObject({ code: 'device_unavailable', retryable: true });
    rig.sensor.plug();
    await rig.untilState('ready');
    expect(await rig.touch('wang-right')).toMatchObject({ kind: 'matched', slot: 3 });
  });

  test('that was absent at the start gets ready when it appears, without being asked', async () => {
    rig = new ReaderRig();
    await rig.sensor.unplug();
    expect(rig.reader.state).toEqual({ state: 'starting', since: startAt });
    rig.reader.start();
    rig.clock.advance(60_000);
    await rig.untilState('out-of-order');
    rig.sensor.plug();
    await rig.untilState('ready');
    expect(rig.states).toEqual([
      { state: 'out-of-order', since: startAt + 60_000, detail: expect.stringContaining('unplugged') },
      { state: 'ready', since: startAt + 60_000 },
    ]);
  });

  test('a finger that rests there while it comes back does not count', async () => {
    rig = await new ReaderRig().begin();
    await rig.sensor.unplug();
    await rig.untilState('out-of-order');
    rig.sensor.pressFinger('wang-right');
    rig.sensor.plug();
    await rig.untilState('ready');
    for (let look = 0; look < 5; look++) await rig.untilCommand(0x01);
    expect(rig.touches).toEqual([]);
  });

  test('a corrupted answer is asked for again, and nobody notices', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    rig = new ReaderRig();
    rig.reader.start();
    await vi.advanceTimersByTimeAsync(100);
    expect(rig.reader.state.state).toBe('ready');
    rig.sensor.pressFinger('wang-right');
    rig.sensor.corruptNextFrame();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(rig.touches).toEqual([{ kind: 'unknown', at: startAt }]);
    expect(rig.states.map(({ state }) => state)).toEqual(['ready']);
  });

  test('one that stalls is out of order after its deadlines, and ready when it comes round', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    rig = new ReaderRig();
    rig.reader.start();
    await vi.advanceTimersByTimeAsync(100);
    rig.sensor.stall();
    await vi.advanceTimersByTimeAsync(2_100);
    expect(rig.reader.state).toMatchObject({
      state: 'out-of-order',
      detail: expect.stringContaining('did not answer'),
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(rig.reader.state.detail).toBe('No fingerprint reader answers at simulated reader.');
    rig.sensor.resume();
    await vi.advanceTimersByTimeAsync(2_100);
    expect(rig.reader.state.state).toBe('ready');
  });

  test('a simulated one is refused in real use, and start does not throw', async () => {
    const sensor = new SimulatedSensor();
    rig = new ReaderRig({}, { openPort: refuseSimulated(sensor.openPort) });
    rig.reader.start();
    expect((await rig.untilState('out-of-order')).detail).toContain('simulated devices are not allowed');
  });

  test('what waits in line is rejected when it is lost', async () => {
    rig = await new ReaderRig().begin();
    let waiting: Promise<number[]> | undefined;
    const enrolling = rig.reader.enrol({
      slot: 1,
      captures: 3,
      onStep: () => {
        waiting = rig.reader.slots();
        void rig.sensor.unplug();
      },
    });
    await expect(enrolling).rejects.toMatchObject({ code: 'device_unavailable' });
    await expect(waiting).rejects.toMatchObject({ code: 'device_unavailable' });
  });

  test('so is what came while it was lost', async () => {
    rig = await new ReaderRig().begin();
    await rig.untilCommand(0x01);
    const waiting = new Promise((_, reject) => {
      rig.sensor.onCommand(() => {
        rig.reader.slots().catch(reject);
        void rig.sensor.unplug();
      });
    });
    await expect(waiting).rejects.toMatchObject({ code: 'device_unavailable' });
  });

  test('tries the rate that worked first when it comes back', async () => {
    const asked: number[] = [];
    const sensor = new SimulatedSensor();
    const openPort = async () => ({
      ...(await sensor.openPort()),
      async setBaud(baud: number) {
        asked.push(baud);
        if (baud === 57_600) throw new Error('this adapter cannot');
      },
    });
    rig = await new ReaderRig({}, { openPort }).begin();
    await sensor.unplug();
    await rig.untilState('out-of-order');
    sensor.plug();
    await rig.untilState('ready');
    expect(asked).toEqual([57_600, 115_200, 115_200]);
  });

  test('a listener that throws does not stop it', async () => {
    rig = new ReaderRig();
    rig.reader.onTouch(() => {
      throw new Error('listener');
    });
    await rig.begin();
    await rig.touch('wang-right');
    await rig.touch('wang-right');
    expect(rig.states.map(({ state }) => state)).toEqual(['ready']);
  });

  test('close ends it, in the midst of an enrolment too', async () => {
    rig = await new ReaderRig().begin();
    const enrolling = rig.reader.enrol({ slot: 1, captures: 3, onStep: () => void rig.reader.close() });
    await expect(enrolling).rejects.toMatchObject({ code: 'device_unavailable' });
    await rig.reader.close();
    await expect(rig.reader.slots()).rejects.toMatchObject({ code: 'device_unavailable' });
  });
});

describe('work between two looks', () => {
  test('asking for slots does not cost a finger its touch', async () => {
    rig = await new ReaderRig().begin();
    await rig.untilCommand(0x01);
    await rig.untilCommand(0x01);
    rig.sensor.pressFinger('wang-right');
    await rig.reader.slots();
    await vi.waitFor(() => expect(rig.touches).toHaveLength(1));
  });

  test('is asked at once, however seldom the reader looks', async () => {
    rig = await new ReaderRig({}, { pollMs: 600_000 }).begin();
    for (let times = 0; times < 3; times++) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(await rig.reader.slots()).toEqual([]);
    }
  });
});
