import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeSecretFile } from '../../sync/evidence/key-file.ts';
import { keyIdOf, newPrivateKeyPem } from '../../sync/evidence/keys.ts';
import { Classroom } from '../helpers/classroom.ts';
import { until } from '../helpers/test-kiosk.ts';

let room: Classroom;

beforeEach(async () => {
  room = await new Classroom().open();
  await room.startKiosk();
});
afterEach(() => room.close());

const states = async () => {
  const { stores } = room.server.context;
  const { device } = room.kiosk.log.identity;
  const rows = await stores.records.after(device, 0, 1_000);
  return new Set(rows.map(({ state, held_for }) => held_for ?? state));
};
const certifiedKey = () => {
  const stored = room.kiosk.app.sync.certificate;
  return stored && keyIdOf(stored.body.publicKey);
};

describe('a device key', () => {
  test('is changed: the server takes the new one at its word, before and after the next start', async () => {
    const { keys } = room.kiosk;
    const first = keys.current.keyId;
    await keys.rotate();
    expect(keys.current.keyId).not.toBe(first);
    room.checkIn(0);
    await room.synced();
    await until('a certificate of the new key', () => certifiedKey() === keys.current.keyId);
    await room.kiosk.close();

    await room.bootKiosk();
    await room.startKiosk();
    expect(room.kiosk.keys.current.keyId).toBe(keys.current.keyId);
    room.checkIn(1);
    await room.synced();
    expect(await states()).toEqual(new Set(['verified']));
  });

  test('is not changed twice while the server knows of neither', async () => {
    room.proxy.pointTo(0);
    await room.kiosk.keys.rotate();
    await expect(room.kiosk.keys.rotate()).rejects.toMatchObject({ code: 'conflict' });
    await room.plugServerIn();
    await room.synced();
    await room.kiosk.keys.rotate();
    await room.synced();
    expect(await states()).toEqual(new Set(['verified']));
  });

  test('that was exchanged for another file stops the kiosk with a sentence', async () => {
    await room.kiosk.close();
    const file = `${room.kioskDir}/device.key`;
    const own = readFileSync(file, 'utf8');
    writeSecretFile(file, newPrivateKeyPem('ES256'));
    await expect(room.bootKiosk()).rejects.toMatchObject({ code: 'conflict' });
    writeSecretFile(file, own);
    await room.bootKiosk();
    await room.startKiosk();
  });
});
