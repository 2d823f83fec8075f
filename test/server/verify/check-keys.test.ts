import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KnownDevice } from '../../../server/storage/device-store.ts';
import { areKeysOurs, isDeviceKeyOurs } from '../../../server/verify/check-keys.ts';
import { StoreVerification } from '../../../server/verify/store-verification.ts';
import type { VerifyKey } from '../../../sync/evidence/chain.ts';
import { memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
});
afterEach(() => server.close());

const device = async () => (await server.context.stores.devices.find(kiosk.device)) as KnownDevice;
const areOurs = (one: KnownDevice) => areKeysOurs(server.context.stores, one, server.serverKey.publicKey);
const isOurs = (one: KnownDevice) => isDeviceKeyOurs(server.context.stores, one, server.serverKey.publicKey);
const keyOf = ({ suite, publicKey, keyId }: Signer) => ({ suite, publicKey, keyId }) as VerifyKey;
const withKeys = async (keys: Partial<KnownDevice['verified']>) => {
  const known = await device();
  return { ...known, verified: { ...known.verified, ...keys } };
};

test('hold before the first record, after a boot record, after a rotation, and after the next boot record', async () => {
  expect(await areOurs(await device())).toBe(true);
  const next = memoryKey('ES256');
  const steps = [() => kiosk.begin(), () => kiosk.rotate(next), () => kiosk.begin(next)];
  for (const step of steps) {
    step();
    await kiosk.send(kiosk.records.slice(-1));
    if (step === steps[1]) kiosk.signer = next;
    expect(await areOurs(await device())).toBe(true);
  }
  expect((await device()).verified).toMatchObject({ seq: 3n, deviceKey: keyOf(next) });
});

describe('do not hold', () => {
  test('when nobody signed for one of them, or its parts are not of one key', async () => {
    kiosk.begin();
    await kiosk.send();
    const { verified } = await device();
    const evil = keyOf(memoryKey('ES256'));
    for (const which of ['deviceKey', 'signingKey'] as const) {
      expect(await areOurs(await withKeys({ [which]: evil }))).toBe(false);
      const { publicKey } = evil;
      expect(await areOurs(await withKeys({ [which]: { ...verified[which], publicKey } }))).toBe(false);
      expect(await areOurs(await withKeys({ [which]: { ...verified[which], suite: 'SM2-SM3' } }))).toBe(
        false,
      );
    }
  });

  test('when the certificate, or the boot key, is not what was signed', async () => {
    kiosk.begin();
    await kiosk.send();
    for (const table of ['device_certificates', 'boot_keys']) {
      await server.tamper(`update ${table} set statement = replace(statement, '"sig":"', '"sig":"A')`);
      expect(await areOurs(await device())).toBe(false);
      await server.tamper(`update ${table} set statement = replace(statement, '"sig":"A', '"sig":"')`);
      expect(await areOurs(await device())).toBe(true);
    }
  });

  test('when the boot key is that of another device', async () => {
    kiosk.begin();
    await kiosk.send();
    const other = await FakeKiosk.enrol(server);
    other.begin();
    await other.send();
    const theirs = (await server.context.stores.devices.find(other.device)) as KnownDevice;
    expect(await areOurs(theirs)).toBe(true);
    await server.tamper('update boot_keys set device = ? where device = ?', kiosk.device, other.device);
    expect(await areOurs(await withKeys({ signingKey: theirs.verified.signingKey }))).toBe(false);
  });
});

test('a key that came by a rotation that is held is the device’s own, though nobody certified it', async () => {
  kiosk.begin();
  await kiosk.send();
  const next = memoryKey('ES256');
  server.clock.advance(120 * 24 * 3_600_000);
  kiosk.rotate(next);
  await kiosk.send(kiosk.records.slice(-1));
  kiosk.signer = next;
  kiosk.begin();
  await kiosk.send(kiosk.records.slice(-1));
  const rows = await server.context.stores.records.after(kiosk.device, 1, 100);
  expect(rows.map(({ held_for }) => held_for)).toEqual(['certificate-expired', 'certificate-expired']);
  const held = await device();
  expect(held.verified.deviceKey).toEqual(keyOf(next));
  expect([await isOurs(held), await areOurs(held)]).toEqual([true, true]);
  await new StoreVerification(server.context).run();
  const found = await server.context.stores.findings.list();
  expect(found.map(({ code }) => code)).toEqual(['certificate-expired', 'certificate-expired']);
  expect(await isOurs(await withKeys({ deviceKey: keyOf(memoryKey('ES256')) }))).toBe(false);
  const edit = `replace(text, '"byOld":"', '"byOld":"A')`;
  await server.tamper(`update records set text = ${edit} where kind = 'rotation'`);
  expect(await isOurs(held)).toBe(false);
});
