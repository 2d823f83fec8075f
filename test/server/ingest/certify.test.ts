import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashOfCode } from '../../../server/ingest/device-code.ts';
import { certificatesOf } from '../../../server/verify/check-device.ts';
import type { ContactAnswer } from '../../../sync/contract/device-api.ts';
import type { StatementBody } from '../../../sync/contract/statements.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

const day = 24 * 3_600_000;
type Certificate = Extract<StatementBody<'device-certificate'>, { v: 2 }>;

let server: TestServer;
let kiosk: FakeKiosk;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
});
afterEach(() => server.close());

/** A record that proves no attendance: only its device and its place matter. */
const note = () => kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
const sendNew = async () => {
  const sent = Number((await server.context.stores.devices.find(kiosk.device))?.head.seq);
  await kiosk.send(kiosk.records.slice(sent));
};
const states = async () =>
  (await server.context.stores.records.after(kiosk.device, 0, 100)).map(
    ({ state, held_for }) => held_for ?? state,
  );
const contact = async () => (await kiosk.contact()).json<ContactAnswer>().certificate.body as Certificate;
const stored = async (keyId = kiosk.identity.keyId) =>
  certificatesOf(
    await server.context.stores.devices.find(kiosk.device),
    server.serverKey.publicKey,
    keyId,
  ).map(({ body }) => body as Certificate);

describe('a certificate', () => {
  test('is renewed at a contact in the last third of its life, and not before', async () => {
    const first = kiosk.enrolled.certificate.body as Certificate;
    server.clock.advanceTo(first.expiresAt - 30 * day - 1);
    expect(await contact()).toEqual(first);
    server.clock.advance(1);
    const renewed = await contact();
    expect(renewed).toEqual({
      ...first,
      issuedAt: server.clock.now(),
      expiresAt: server.clock.now() + 90 * day,
    });
    expect(await contact()).toEqual(renewed);
    server.clock.advanceTo(first.expiresAt + day);
    await contact();
    note();
    await sendNew();
    expect(await states()).toEqual(['verified']);
  });

  test('that ran out while offline: what was written before counts, what was written after is held', async () => {
    const { expiresAt } = kiosk.enrolled.certificate.body as Certificate;
    server.clock.advanceTo(expiresAt);
    note();
    server.clock.advance(1);
    note();
    server.clock.advance(day);
    await sendNew();
    expect(await states()).toEqual(['verified', 'certificate-expired']);
    const [found] = await server.context.stores.findings.list();
    expect([found?.code, found?.subject.id]).toEqual(['certificate-expired', '2']);
  });

  test('that ran out is not renewed by a contact; with a new code it is, and the gap stays a gap', async () => {
    const { expiresAt } = kiosk.enrolled.certificate.body as Certificate;
    server.clock.advanceTo(expiresAt + day);
    expect((await contact()).expiresAt).toBe(expiresAt);
    note();
    await sendNew();
    await server.context.stores.devices.addCode(hashOfCode('again-0000'), 'tests', server.clock.now() + day);
    const { publicKey } = kiosk.signer;
    const order = { v: 1, code: 'again-0000', name: '101', publicKey, suite: 'ES256' } as const;
    const payload = sealStatement('certificate-request', order, kiosk.signer);
    expect((await server.inject({ method: 'POST', url: '/api/v1/devices', payload })).statusCode).toBe(201);
    expect((await stored()).map(({ issuedAt }) => issuedAt)).toHaveLength(2);
    server.clock.advance(1_000);
    await contact();
    note();
    await sendNew();
    expect(await states()).toEqual(['certificate-expired', 'verified']);
  });
});

describe('a rotation over HTTP', () => {
  const classOf = async () => (await server.file(sampleFiling([kiosk.device]))).class;

  test('is taken in under the old key; then the new one signs requests and certifies boot keys, and the old none', async () => {
    const classId = await classOf();
    const plan = await server.plan(classId);
    const old = kiosk.signer;
    const next = memoryKey('ES256');
    kiosk.begin();
    kiosk.rotate(next);
    kiosk.append('check-in', checkInOf(plan, { id: 'chk_1' }), { class: classId });
    await sendNew();
    expect((await kiosk.contact()).statusCode).toBe(401);
    kiosk.signer = next;
    expect((await kiosk.contact()).statusCode).toBe(200);
    kiosk.begin(next);
    kiosk.append('check-in', checkInOf(plan, { id: 'chk_2' }), { class: classId });
    kiosk.begin(old);
    await sendNew();
    expect(await states()).toEqual([...Array.from({ length: 5 }, () => 'verified'), 'bad-signature']);
    const [certificate] = await stored(next.keyId);
    expect(certificate).toMatchObject({ device: kiosk.device, publicKey: next.publicKey, afterSeq: '2' });
    const { items } = (await server.pull()).json();
    const verifier = new Verifier([server.serverKey.publicKey]);
    verifier.addPage('page.json', { items });
    expect([verifier.wrong, verifier.counts.checkIns]).toEqual([[], 2]);
    expect(
      items.map(
        (item: { proof: { certificate: { body: Certificate } } }) => item.proof.certificate.body.publicKey,
      ),
    ).toEqual([old.publicKey, next.publicKey]);
  });

  test('that the old key did not sign is held, and the device keeps its key', async () => {
    kiosk.begin();
    const next = memoryKey('ES256');
    kiosk.rotate(next, { old: next });
    await sendNew();
    expect(await states()).toEqual(['verified', 'bad-signature']);
    expect((await kiosk.contact()).statusCode).toBe(200);
    expect(await stored(next.keyId)).toEqual([]);
  });
});
