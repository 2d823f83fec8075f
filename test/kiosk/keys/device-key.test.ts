import { chmodSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DeviceKeyConfig, keyPaths, openDeviceKey } from '../../../kiosk/keys/device-key.ts';
import { prepareNextKey } from '../../../kiosk/keys/key-files.ts';
import { isOf } from '../../../sync/base/parse.ts';
import { verifySignature } from '../../../sync/evidence/keys.ts';
import { tempData } from './temp-data.ts';

const message = Buffer.from('keqin/test\n{}');

test.each([undefined, 'ES256', 'SM2-SM3'] as const)(
  'a file key (suite %s) is made once and signs',
  async (suite) => {
    const dir = tempData();
    const key = await openDeviceKey(dir, { provider: 'file', ...(suite && { suite }) });
    expect([key.provider, key.suite]).toEqual(['file', suite ?? 'ES256']);
    expect(verifySignature(key.suite, key.publicKey, message, await key.sign(message))).toBe(true);
    expect((await openDeviceKey(dir)).keyId).toBe(key.keyId);
    expect(statSync(keyPaths(dir).current).mode & 0o777).toBe(0o600);
  },
);

test('the configuration chooses the next key: the key in use stays what it is', async () => {
  const dir = tempData();
  const key = await openDeviceKey(dir, { provider: 'file', suite: 'ES256' });
  for (const config of [{ provider: 'file', suite: 'SM2-SM3' }, { provider: 'tpm' }] as const)
    expect((await openDeviceKey(dir, config)).keyId).toBe(key.keyId);
});

test('a file open to others, one without a key, and one that was taken away are refused', async () => {
  const dir = tempData();
  const { current } = keyPaths(dir);
  await openDeviceKey(dir);
  chmodSync(current, 0o640);
  await expect(openDeviceKey(dir)).rejects.toMatchObject({ code: 'key_unsafe' });
  chmodSync(current, 0o600);
  writeFileSync(current, 'no key');
  await expect(openDeviceKey(dir)).rejects.toMatchObject({ code: 'invalid_input' });
  await prepareNextKey(dir, { provider: 'file' });
  rmSync(current);
  await expect(openDeviceKey(dir)).rejects.toMatchObject({ code: 'not_found' });
});

test('the configuration knows two providers and nothing else', () => {
  const good = [
    { provider: 'file' },
    { provider: 'file', suite: 'SM2-SM3' },
    { provider: 'tpm', tcti: 'device:/dev/tpm0' },
  ];
  const bad = [
    {},
    { provider: 'hsm' },
    { provider: 'file', suite: 'Ed25519' },
    { provider: 'tpm', suite: 'SM2-SM3' },
  ];
  expect(good.map((config) => isOf(DeviceKeyConfig, config))).toEqual([true, true, true]);
  expect(bad.map((config) => isOf(DeviceKeyConfig, config))).toEqual([false, false, false, false]);
});
