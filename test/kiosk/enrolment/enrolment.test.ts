import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';
import { openTestKiosk, type TestKiosk, until } from '../../helpers/test-kiosk.ts';

let clock: SimulatedClock;
let kiosk: TestKiosk;

beforeEach(async () => {
  clock = new SimulatedClock(nine);
  kiosk = await openTestKiosk({ clock, serverUrl: 'http://127.0.0.1:9' });
  const server = memoryKey('Ed25519');
  kiosk.app.plans.adopt(sealStatement('plan', samplePlan(), server), server.publicKey);
  kiosk.app.parts.reader.start();
  await until('the reader', () => kiosk.app.parts.reader.state.state === 'ready');
});
afterEach(() => kiosk.close());

/** Enrols a finger with `finger` pressed again and again, as told by the page. */
async function enrol(person: string, finger: string) {
  const press = setInterval(() => kiosk.sensor.pressFinger(finger, { holdMs: 20 }), 45);
  try {
    return await kiosk.app.enrolment.enrol(person, 'finger', true);
  } finally {
    clearInterval(press);
    kiosk.sensor.liftFinger();
  }
}

const records = (kind: string) =>
  kiosk.log
    .after(0, 1_000)
    .map((row) => JSON.parse(row.envelope).body)
    .filter((body) => body.kind === kind)
    .map((body) => body.data);

describe('enrolling a finger', () => {
  test('consent first, then the capture, both as records; the page says what to do', async () => {
    const hints: string[] = [];
    kiosk.app.desk.onNotice((notice) => notice && hints.push(notice.reason));
    expect(await enrol('per_1', 'left-thumb')).toEqual({ outcome: 'enrolled', reason: null });
    expect(records('consent')).toEqual([
      { person: 'per_1', use: 'finger', granted: true, assessment: 'PIA-1' },
    ]);
    expect(records('enrolment')).toMatchObject([{ person: 'per_1', method: 'finger', samples: 3 }]);
    expect(hints).toContain('place-finger');
    expect(kiosk.app.enrolment.list().people[0]).toMatchObject({ id: 'per_1', fingers: 1, face: false });
  });

  test('the finger of somebody else is refused as a duplicate, and nobody is checked in meanwhile', async () => {
    await enrol('per_1', 'left-thumb');
    expect(await enrol('per_2', 'left-thumb')).toEqual({ outcome: 'refused', reason: 'duplicate' });
    expect(records('enrolment')).toHaveLength(1);
    expect(records('check-in')).toEqual([]);
  });

  test('then the finger checks its owner in', async () => {
    await enrol('per_1', 'left-thumb');
    await until('the sensor to be free', () => kiosk.app.parts.reader.state.state === 'ready');
    const press = setInterval(() => kiosk.sensor.pressFinger('left-thumb', { holdMs: 30 }), 80);
    await until('the check-in', () => records('check-in').length > 0);
    clearInterval(press);
    expect(records('check-in')[0]).toMatchObject({ person: 'per_1', outcome: 'accepted', method: 'finger' });
  });
});

test('a person of no class here is not enrolled', async () => {
  await expect(kiosk.app.enrolment.enrol('per_nobody', 'finger', true)).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('a face needs a camera; the answer offers a finger', async () => {
  await expect(kiosk.app.enrolment.enrol('per_1', 'face', true)).rejects.toMatchObject({
    code: 'device_unavailable',
  });
});

test('when the class is over, templates are deleted from the reader, and a record says so', async () => {
  await enrol('per_1', 'left-thumb');
  await kiosk.app.enrolment.eraseFinished();
  expect(await kiosk.app.parts.reader.slots()).toHaveLength(1);
  clock.advanceTo(nine + 400 * minute);
  await kiosk.app.enrolment.eraseFinished();
  expect(await kiosk.app.parts.reader.slots()).toEqual([]);
  expect(kiosk.app.enrolment.list().people[0]).toMatchObject({ fingers: 0 });
  expect(records('erasure')).toEqual([{ person: 'per_1', method: 'finger', reason: 'class-over' }]);
});
