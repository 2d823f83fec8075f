import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import { ContactAnswer } from '../../../sync/contract/device-api.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { openStatement, sealStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { LogWriter } from '../../helpers/log-writer.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server, { contact: false });
});
afterEach(() => server.close());

const write = (by: LogWriter = kiosk) =>
  by.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
const codes = async () => (await server.findings()).map(({ code, subject }) => `${code} ${subject.id}`);
/** Sends a head once more, or one of our own making; gives status and code. */
const send = async (head: unknown) => {
  const answer = await kiosk.postJson('contact', { head });
  return [answer.statusCode, answer.json().code];
};
const contact = async (change = {}) => {
  const answer = await kiosk.contact(change);
  return [answer.statusCode, answer.json().code];
};

describe('the server’s word on the time', () => {
  test('names device, nonce, place, its own clock and what the kiosk’s clocks showed', async () => {
    const record = write();
    const head = await kiosk.signHead();
    server.clock.advance(700);
    const answer = await kiosk.postJson('contact', { head });
    const { receipt, certificate } = parseAs(ContactAnswer, answer.json(), 'answer');
    expect(openStatement('time-receipt', receipt, server.serverKey.publicKey)?.body).toEqual({
      v: 1,
      device: kiosk.device,
      nonce: head.body.nonce,
      seq: record.body.seq,
      head: head.body.digest,
      at: server.clock.now(),
      clock: head.body.clock,
    });
    expect(certificate).toEqual(kiosk.enrolled.certificate);
    expect(await codes()).toEqual([]);
  });

  test('is given before the first record, and before records that were not sent', async () => {
    expect(await contact()).toEqual([200, undefined]);
    write();
    expect(await contact()).toEqual([200, undefined]);
    expect((await kiosk.send()).refused).toBeNull();
    expect(await contact()).toEqual([200, undefined]);
  });

  test('is not given for a head that the device key did not sign, nor for another device’s', async () => {
    const { body } = await kiosk.signHead();
    expect(await send(sealStatement('head', body, memoryKey('ES256')))).toEqual([401, 'bad_signature']);
    expect(await send(await kiosk.signHead({ device: 'dev_other' }))).toEqual([401, 'bad_signature']);
    expect(await send({ ...(await kiosk.signHead()), more: 1 })).toEqual([400, 'invalid_input']);
    expect(await server.context.stores.timeReceipts.newest(kiosk.device)).toBeUndefined();
  });
});

describe('an old request sent again', () => {
  test('is a stale nonce', async () => {
    const head = await kiosk.signHead();
    expect(await send(head)).toEqual([200, undefined]);
    expect(await send(head)).toEqual([409, 'stale_nonce']);
    expect(await codes()).toEqual([`stale-nonce ${kiosk.device}`]);
  });

  test('that was never answered, but was made before one that was, is stale, too', async () => {
    const held = await kiosk.signHead();
    server.clock.advance(60_000);
    expect(await contact()).toEqual([200, undefined]);
    expect(await send(held)).toEqual([409, 'stale_nonce']);
  });

  test('is not what a kiosk that was started again sends: its clock began anew', async () => {
    server.clock.advance(60_000);
    expect(await contact()).toEqual([200, undefined]);
    server.clock.reboot('simulated-boot', 5_000);
    kiosk.boot = 'boot-2';
    expect(await contact()).toEqual([200, undefined]);
    expect(await codes()).toEqual([]);
  });
});

describe('a log that is not the one we have', () => {
  const other = 'f'.repeat(64);

  test('with another record at our end is a clone', async () => {
    write();
    await kiosk.send();
    expect(await contact({ digest: other })).toEqual([409, 'device_cloned']);
    expect(await codes()).toEqual(['device-cloned 1']);
  });

  test('that is shorter than what came was rolled back', async () => {
    const before = await kiosk.signHead();
    write();
    write();
    await kiosk.send();
    const restored = { seq: before.body.seq, digest: before.body.digest };
    expect(await contact(restored)).toEqual([409, 'device_cloned']);
    expect(await codes()).toEqual(['device-cloned 0']);
  });

  test('that is shorter than what was signed for and never sent was rolled back', async () => {
    write();
    await kiosk.send();
    const { seq, digest } = (await kiosk.signHead()).body;
    write();
    write();
    expect(await contact()).toEqual([200, undefined]);
    // The snapshot: one record, or another second one.
    expect(await contact({ seq: '2', digest: other })).toEqual([409, 'device_cloned']);
    expect(await contact({ seq: '3', digest: other })).toEqual([409, 'device_cloned']);
    expect([seq, digest]).toEqual(['1', expect.any(String)]);
  });

  test('sends no other records for the places that it signed for', async () => {
    const twin = new LogWriter(kiosk.device, kiosk.signer);
    write();
    expect(await contact()).toEqual([200, undefined]);
    const forked = twin.append('admin', { event: 'pin-refused', at: server.clock.now() }, { class: null });
    expect((await kiosk.send([forked])).refused).toMatchObject({ seq: '1', code: 'device-cloned' });
    expect(await codes()).toEqual(['device-cloned 1']);
  });
});

test('a revoked device gets no word on the time', async () => {
  const url = `/api/v1/devices/${kiosk.device}/revocation`;
  await server.asReviewer({ method: 'POST', url, payload: { fromSeq: '5', reason: 'stolen' } });
  expect(await contact()).toEqual([403, 'device_revoked']);
  expect(await codes()).toEqual([`device-revoked ${kiosk.device}`]);
});
