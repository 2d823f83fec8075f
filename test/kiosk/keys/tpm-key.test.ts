import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { type DeviceKey, keyPaths, openDeviceKey } from '../../../kiosk/keys/device-key.ts';
import { isAppError } from '../../../sync/base/errors.ts';
import { verifySignature } from '../../../sync/evidence/keys.ts';
import { OpenSsl } from '../../sync/evidence/openssl.ts';
import { Swtpm } from './swtpm.ts';
import { tempData } from './temp-data.ts';

const messageOf = (n: number) => Buffer.from(`keqin/test\n{"n":${n}}`);
const measured = 30;

async function open(dir: string, tcti: string): Promise<DeviceKey> {
  const key = await openDeviceKey(dir, { provider: 'tpm', tcti });
  onTestFinished(() => key.close());
  return key;
}

const accepts = async (key: DeviceKey, n: number) =>
  verifySignature(key.suite, key.publicKey, messageOf(n), await key.sign(messageOf(n)));

const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (fault: unknown) => fault,
  );

test('a key made in the TPM signs what we and OpenSSL accept', async () => {
  const tpm = await Swtpm.start();
  const key = await open(tempData(), tpm.tcti);
  const sig = await key.sign(messageOf(1));
  expect([key.provider, key.suite]).toEqual(['tpm', 'ES256']);
  expect(verifySignature('ES256', key.publicKey, messageOf(1), sig)).toBe(true);
  expect(verifySignature('ES256', key.publicKey, messageOf(2), sig)).toBe(false);
  const openssl = new OpenSsl();
  expect(openssl.verifies('ES256', key.publicKey, messageOf(1), sig)).toBe(true);
  expect(openssl.verifies('ES256', key.publicKey, messageOf(2), sig)).toBe(false);
});

test('the same key after a restart of the program, of the TPM under a running program, and of both', async () => {
  const tpm = await Swtpm.start();
  const dir = tempData();
  const first = await open(dir, tpm.tcti);
  expect(await accepts(first, 1)).toBe(true);
  await tpm.restart();
  expect(await accepts(first, 2)).toBe(true);
  const second = await open(dir, tpm.tcti);
  expect(second.keyId).toBe(first.keyId);
  expect(await accepts(second, 3)).toBe(true);
  await tpm.restart();
  const third = await open(dir, tpm.tcti);
  expect(third.keyId).toBe(first.keyId);
  expect(await accepts(third, 4)).toBe(true);
});

test('signatures asked for at once, of two keys, come one after the other and are all right', async () => {
  const tpm = await Swtpm.start();
  const keys = [await open(tempData(), tpm.tcti), await open(tempData(), tpm.tcti)];
  const asked = Array.from({ length: 12 }, (_, n) => accepts(keys[n % 2] as DeviceKey, n));
  expect(await Promise.all(asked)).toEqual(asked.map(() => true));
});

test('a TPM that is gone is one sentence, and the next signature after it is back succeeds', async () => {
  const tpm = await Swtpm.start();
  const key = await open(tempData(), tpm.tcti);
  expect(await accepts(key, 1)).toBe(true);
  await tpm.stop();
  const fault = await faultOf(key.sign(messageOf(2)));
  expect(isAppError(fault, 'device_unavailable') && fault.retryable).toBe(true);
  expect(isAppError(fault) && [fault.message, fault.zh].join('')).toMatch(/does not answer.*安全芯片/s);
  await tpm.powerOn();
  expect(await accepts(key, 2)).toBe(true);
});

test('another TPM does not have the key, and says so instead of signing with another one', async () => {
  const tpm = await Swtpm.start();
  const key = await open(tempData(), tpm.tcti);
  expect(await accepts(key, 1)).toBe(true);
  await tpm.replace();
  const fault = await faultOf(key.sign(messageOf(2)));
  expect(isAppError(fault, 'device_unavailable') && fault.message).toMatch(/cleared or replaced/);
  expect(isAppError(fault) && fault.retryable).toBe(false);
});

test('the data folder holds what the TPM wrapped, owner-only, and nothing else', async () => {
  const tpm = await Swtpm.start();
  const dir = tempData();
  const key = await open(dir, tpm.tcti);
  await key.sign(messageOf(1));
  expect(readdirSync(dir)).toEqual(['device.key']);
  const { current } = keyPaths(dir);
  expect(statSync(current).mode & 0o777).toBe(0o600);
  const file = JSON.parse(readFileSync(current, 'utf8'));
  expect(Object.keys(file)).toEqual(['v', 'provider', 'publicKey', 'area', 'wrapped']);
  // A changed blob is another key, or none: the TPM refuses it.
  const wrapped = Buffer.from(file.wrapped, 'base64url');
  wrapped[60] = (wrapped[60] as number) ^ 1;
  writeFileSync(current, JSON.stringify({ ...file, wrapped: wrapped.toString('base64url') }));
  const fault = await faultOf((await open(dir, tpm.tcti)).sign(messageOf(1)));
  expect(isAppError(fault, 'device_unavailable') && fault.message).toMatch(/does not know this key/);
});

test('a key file that is cut or made up is refused', async () => {
  const dir = tempData();
  for (const text of ['{', '{}', '{"v":1,"provider":"tpm","publicKey":"AAAA","area":"AA","wrapped":"AA"}']) {
    writeFileSync(keyPaths(dir).current, text, { mode: 0o600 });
    const fault = await faultOf(openDeviceKey(dir, { provider: 'tpm' }));
    expect(isAppError(fault, 'invalid_input'), text).toBe(true);
  }
});

test(`a signature takes so long (${measured} of them)`, async () => {
  const tpm = await Swtpm.start();
  const key = await open(tempData(), tpm.tcti);
  await key.sign(messageOf(0));
  const startedAt = performance.now();
  for (let n = 0; n < measured; n += 1) expect(await accepts(key, n)).toBe(true);
  console.log(`TPM signature: ${((performance.now() - startedAt) / measured).toFixed(1)} ms on swtpm`);
});
