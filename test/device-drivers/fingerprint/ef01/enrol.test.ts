import { afterEach, expect, test } from 'vitest';
import type { EnrolStep } from '../../../../device-drivers/fingerprint/reader.ts';
import { ReaderRig } from './reader-rig.ts';

let rig: ReaderRig;
afterEach(() => rig.reader.close());

test.each([
  ['base', 2],
  ['grow', 5],
  ['synochip', 5],
] as const)('%s leads through its captures, merges %i of 5 and stores them', async (dialect, merged) => {
  rig = await new ReaderRig({ dialect }, { quietMs: 0 }).begin();
  const steps: [EnrolStep, number][] = [];
  const result = await rig.reader.enrol({
    slot: 4,
    captures: 5,
    onStep: (step, capture) => {
      steps.push([step, capture]);
      if (step === 'place-finger') rig.sensor.pressFinger('wang-right');
      if (step === 'lift-finger') rig.sensor.liftFinger();
    },
  });
  expect(result).toEqual({ kind: 'enrolled', slot: 4 });
  const captures = Array.from({ length: merged }, (_, i) => i + 1);
  const expected = captures.flatMap((n) => [
    ['place-finger', n],
    ['processing', n],
    ['lift-finger', n],
  ]);
  expect(steps).toEqual(expected);
  expect(await rig.reader.slots()).toEqual([4]);
});

test('a finger that is in the library already is told, with its slot, and not stored again', async () => {
  rig = await new ReaderRig().begin();
  await rig.enrol(1, ['wang-right']);
  expect(await rig.enrol(2, ['wang-right'])).toEqual({ kind: 'duplicate', slot: 1 });
  expect(await rig.enrol(2, ['zhao-left', 'wang-right'])).toEqual({ kind: 'duplicate', slot: 1 });
  expect(await rig.reader.slots()).toEqual([1]);
});

test('two different fingers are not merged into one', async () => {
  rig = await new ReaderRig().begin();
  const result = await rig.enrol(2, ['wang-right', 'wang-left']);
  expect(result).toEqual({ kind: 'refused', reason: 'fingers-differ' });
  expect(await rig.reader.slots()).toEqual([]);
});

test('a full library is told before anyone puts a finger down', async () => {
  rig = await new ReaderRig({ capacity: 1 }).begin();
  await rig.enrol(0, ['wang-right']);
  expect(await rig.enrol(0, ['zhao-left'])).toEqual({ kind: 'refused', reason: 'library-full' });
});

test('a slot in use is not written over', async () => {
  rig = await new ReaderRig().begin();
  await rig.enrol(5, ['wang-right']);
  await expect(rig.enrol(5, ['zhao-left'])).rejects.toMatchObject({ code: 'conflict' });
});

test('a finger that cannot be read is given up after three touches', async () => {
  rig = await new ReaderRig().begin();
  expect(await rig.enrol(1, ['wang-right'], { quality: 'dry' })).toEqual({
    kind: 'refused',
    reason: 'poor-finger',
  });
});

test('a poor touch is asked for again, and the next good one goes on', async () => {
  rig = await new ReaderRig().begin();
  let touches = 0;
  const result = await rig.reader.enrol({
    slot: 1,
    captures: 2,
    onStep: (step) => {
      if (step === 'place-finger')
        rig.sensor.pressFinger('wang-right', { quality: touches++ === 0 ? 'wet' : 'good' });
      if (step === 'lift-finger') rig.sensor.liftFinger();
    },
  });
  expect(result).toEqual({ kind: 'enrolled', slot: 1 });
  expect(touches).toBe(3);
});

test.each(['place-finger', 'lift-finger'] as const)('patience ends when nobody heeds %s', async (ignored) => {
  rig = await new ReaderRig({}, { enrolPatienceMs: 20_000 }).begin();
  const result = await rig.reader.enrol({
    slot: 1,
    captures: 2,
    onStep: (step) => {
      if (step === ignored) rig.sensor.onCommand(() => rig.clock.advance(5_000));
      else if (step === 'place-finger') rig.sensor.pressFinger('wang-right');
    },
  });
  expect(result).toEqual({ kind: 'refused', reason: 'timeout' });
});

test('an aborted enrolment rejects with the reason, and the reader goes on looking', async () => {
  rig = await new ReaderRig().begin();
  const abort = new AbortController();
  const reason = new Error('the class admin left');
  const enrolling = rig.reader.enrol({
    slot: 1,
    captures: 2,
    onStep: () => abort.abort(reason),
    signal: abort.signal,
  });
  await expect(enrolling).rejects.toBe(reason);
  expect(await rig.touch('wang-right')).toMatchObject({ kind: 'unknown' });
});

test('the finger that was enrolled last does not count as a touch until it is put down anew', async () => {
  rig = await new ReaderRig().begin();
  await rig.enrol(1, ['wang-right']);
  rig.sensor.pressFinger('zhao-left');
  expect(await rig.enrol(2, ['wang-right'])).toMatchObject({ kind: 'duplicate' });
  for (let look = 0; look < 5; look++) await rig.untilCommand(0x01);
  expect(rig.touches).toEqual([]);
});

test('the next in line waits for its turn', async () => {
  rig = await new ReaderRig().begin();
  const order: string[] = [];
  const enrolling = rig.reader.enrol({
    slot: 1,
    captures: 2,
    onStep: (step) => {
      if (order.length === 0) waiting = rig.reader.slots().then((slots) => void order.push(`slots ${slots}`));
      order.push(step);
      if (step === 'place-finger') rig.sensor.pressFinger('wang-right');
      if (step === 'lift-finger') rig.sensor.liftFinger();
    },
  });
  let waiting: Promise<void> | undefined;
  await enrolling;
  await waiting;
  expect(order.at(-1)).toBe('slots 1');
});
