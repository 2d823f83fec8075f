import { existsSync, statSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { type DeviceKeyConfig, keyPaths, openDeviceKey } from '../../../kiosk/keys/device-key.ts';
import {
  commitNextKey,
  commitSteps,
  discardNextKey,
  forgetPreviousKey,
  prepareNextKey,
  previousKey,
  settleRotation,
} from '../../../kiosk/keys/key-files.ts';
import { verifySignature } from '../../../sync/evidence/keys.ts';
import { Swtpm } from './swtpm.ts';
import { tempData } from './temp-data.ts';

const config = { provider: 'file' } as const;
const message = Buffer.from('keqin/test\n{}');

/** The steps of a whole rotation; `isRecorded`: from this one on, the log holds its record. */
const steps = [
  { name: 'nothing', isRecorded: false, run: async () => {} },
  { name: 'next key prepared', isRecorded: false, run: (dir: string) => prepareNextKey(dir, config) },
  { name: 'record appended', isRecorded: true, run: async () => {} },
  ...commitSteps.map((step, n) => ({
    name: `commit step ${n + 1} of ${commitSteps.length}`,
    isRecorded: true,
    run: async (dir: string) => step(dir),
  })),
  { name: 'committed again', isRecorded: true, run: async (dir: string) => commitNextKey(dir) },
];

async function rotated(upTo: number) {
  const dir = tempData();
  const old = await openDeviceKey(dir, config);
  let next: string | undefined;
  for (const { name, run } of steps.slice(0, upTo + 1)) {
    await run(dir);
    if (name === 'next key prepared') next = (await prepareNextKey(dir, config)).keyId;
  }
  return { dir, old, next };
}

test.each(steps.map(({ name }, at) => ({ name, at })))(
  'killed after "$name": the right key is found',
  async ({ at }) => {
    const { dir, old, next } = await rotated(at);
    const isRecorded = steps[at]?.isRecorded === true;
    const inLog = (keyId: string) => isRecorded && keyId === next;
    // The first start may be killed too: whatever it did, the second one finds the same.
    for (let start = 0; start < 2; start += 1) {
      await settleRotation(dir, config, inLog);
      expect((await openDeviceKey(dir, config)).keyId).toBe(isRecorded ? next : old.keyId);
      expect(previousKey(dir, config)?.keyId).toBe(isRecorded ? old.keyId : undefined);
      expect(existsSync(keyPaths(dir).next)).toBe(false);
    }
  },
);

test('control: a start that threw the recorded key away would stand with a key that the log has left', async () => {
  const { dir, next } = await rotated(2);
  discardNextKey(dir);
  expect((await openDeviceKey(dir, config)).keyId).not.toBe(next);
});

test.each(['device.key.next.new', 'device.key.previous.new', 'device.key.new'])(
  'a half-written %s changes nothing',
  async (name) => {
    const { dir, old, next } = await rotated(2);
    writeFileSync(`${keyPaths(dir).current.replace('device.key', name)}`, '-----BEGIN PRIV');
    await settleRotation(dir, config, (keyId) => keyId === next);
    expect((await openDeviceKey(dir, config)).keyId).toBe(next);
    expect(previousKey(dir, config)?.keyId).toBe(old.keyId);
  },
);

test('the next key is made once, and given up by discarding it, which may be done again', async () => {
  const dir = tempData();
  await openDeviceKey(dir, config);
  const next = await prepareNextKey(dir, config);
  expect((await prepareNextKey(dir, config)).keyId).toBe(next.keyId);
  discardNextKey(dir);
  discardNextKey(dir);
  expect((await prepareNextKey(dir, config)).keyId).not.toBe(next.keyId);
});

test('both keys sign while both are there; the old one can be forgotten, twice', async () => {
  const { dir, old } = await rotated(steps.length - 1);
  const previous = previousKey(dir, config);
  const sig = (await previous?.sign(message)) ?? '';
  expect(verifySignature('ES256', old.publicKey, message, sig)).toBe(true);
  for (const file of [keyPaths(dir).current, keyPaths(dir).previous])
    expect(statSync(file).mode & 0o777).toBe(0o600);
  forgetPreviousKey(dir);
  forgetPreviousKey(dir);
  expect(previousKey(dir, config)).toBeUndefined();
});

test('without a next key, committing changes nothing', async () => {
  const dir = tempData();
  const key = await openDeviceKey(dir, config);
  commitNextKey(dir);
  expect((await openDeviceKey(dir, config)).keyId).toBe(key.keyId);
  expect(previousKey(dir, config)).toBeUndefined();
});

test('a rotation from a file into the TPM, from one TPM key to the next, and to SM2', async () => {
  const tpm = await Swtpm.start();
  const inTpm = { provider: 'tpm', tcti: tpm.tcti } as const;
  const dir = tempData();
  const seen = [(await openDeviceKey(dir, config)).keyId];
  const plans: readonly DeviceKeyConfig[] = [inTpm, inTpm, { provider: 'file', suite: 'SM2-SM3' }];
  for (const plan of plans) {
    const next = await prepareNextKey(dir, plan);
    await settleRotation(dir, plan, (keyId) => keyId === next.keyId);
    const [current, previous] = [await openDeviceKey(dir, inTpm), previousKey(dir, inTpm)];
    for (const key of [next, current, previous]) onTestFinished(() => key?.close());
    expect([current.keyId, previous?.keyId]).toEqual([next.keyId, seen.at(-1)]);
    for (const key of [current, previous])
      expect(
        verifySignature(
          key?.suite ?? 'ES256',
          key?.publicKey ?? '',
          message,
          (await key?.sign(message)) ?? '',
        ),
      ).toBe(true);
    seen.push(next.keyId);
  }
  expect(new Set(seen).size).toBe(4);
});
