import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ingestFolder } from '../../../server/usb/ingest-folder.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../../sync/evidence/record.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device], { maxOfflineHours: 2 }))).class;
  plan = await server.plan(classId);
  kiosk.begin();
  await kiosk.send();
});
afterEach(() => server.close());

const startAt = () => (plan.periods[0] as ClassPlan['periods'][number]).startAt;
const checkIn = (id: string, change = {}, body = {}) =>
  kiosk.append('check-in', checkInOf(plan, { id, ...change }), { class: classId, ...body });
const pulled = async () => (await server.pull()).json().items.map((item: { id: string }) => item.id);
const codes = async () => (await server.context.stores.findings.list()).map(({ code }) => code);
/** The clocks of a kiosk that pretends that it is `at`, in the boot that it has. */
const pretending = (at: number) => {
  const elapsed = server.clock.now() - at;
  const mono = server.clock.mono() - elapsed;
  return { wall: at, mono, uptime: mono };
};

describe('a time that is claimed afterwards', () => {
  test('is not covered by a receipt for a record that was never written', async () => {
    const at = startAt() - minute;
    server.clock.advanceTo(at - 2 * minute);
    await kiosk.contact();
    const { anchor } = kiosk;
    server.clock.advanceTo(at + minute);
    expect((await kiosk.contact({ seq: '1000000', digest: 'a'.repeat(64) })).statusCode).toBe(200);
    kiosk.anchor = anchor;
    server.clock.advance(30 * day);
    checkIn('chk_1', {}, pretending(at));
    await kiosk.send();
    // It signed for a million records: until they are here, nothing of it is judged.
    expect([await pulled(), await server.context.stores.records.devicesWaiting()]).toEqual([
      [],
      [kiosk.device],
    ]);
  });

  test('is not covered by a receipt for another record than came in its place', async () => {
    const { stores } = server.context;
    const at = startAt() - minute;
    server.clock.advanceTo(at);
    const covering = () => stores.timeReceipts.covering(kiosk.device, 2, 2);
    await kiosk.contact({ seq: '2', digest: 'b'.repeat(64) });
    checkIn('chk_1', {}, { wall: at });
    expect((await kiosk.send(kiosk.records.slice(1))).refused?.code).toBe('device-cloned');
    expect([await covering(), await pulled()]).toEqual([[], []]);
  });

  test('does not go back behind the receipt of the record before', async () => {
    server.clock.advanceTo(startAt() - 3 * minute);
    await kiosk.contact();
    const { anchor } = kiosk;
    const at = server.clock.now() + minute;
    server.clock.advance(60 * minute);
    await kiosk.contact();
    kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
    kiosk.anchor = anchor;
    checkIn('chk_1', { at }, pretending(at));
    await kiosk.send();
    expect(await pulled()).toEqual([]);
  });

  test('is not that of a plan which the kiosk knew to be replaced', async () => {
    const moved = sampleFiling([kiosk.device]);
    const periods = moved.periods.map((one) => ({
      ...one,
      day: '2026-11-21',
      startAt: one.startAt + day,
      endAt: one.endAt + day,
    }));
    await server.file({ ...moved, periods, class: classId });
    server.clock.advance(11 * minute);
    await kiosk.contact();
    checkIn('chk_1');
    await kiosk.send();
    expect([await pulled(), await codes()]).toEqual([[], ['not-in-plan']]);
  });
});

describe('an honest kiosk', () => {
  test('is not poisoned by a folder that somebody made up under an old head', async () => {
    const first = kiosk.records[0] as (typeof kiosk.records)[number];
    const head = await kiosk.signHead();
    const body = { ...first.body, seq: '2', prev: recordDigest(first), kind: 'device', data: { x: 1 } };
    const forged = sealRecord(body, memoryKey('ES256'));
    const folder = join(mkdtempSync(join(tmpdir(), 'keqin-forged-')), `keqin-${kiosk.device}-1-2`);
    mkdirSync(join(folder, 'segments'), { recursive: true });
    writeFileSync(join(folder, 'log.jsonl'), `${canonicalJson({ head, records: [first, forged] })}\n`);
    expect((await ingestFolder(server.context, folder)).refused?.code).toBe('bad-signature');
    checkIn('chk_1');
    await kiosk.send(kiosk.records.slice(1));
    expect((await kiosk.contact()).statusCode).toBe(200);
    expect(await pulled()).toEqual(['chk_1']);
  });

  test('is not called a clone for a request of an earlier boot that somebody held back', async () => {
    const url = `/api/v1/devices/${kiosk.device}/contact`;
    const payload = JSON.stringify({ head: await kiosk.signHead() });
    const authorization = await kiosk.authorize('POST', url, sha256(payload));
    server.clock.advance(minute);
    kiosk.boot = 'boot-2';
    kiosk.begin();
    await kiosk.contact();
    await kiosk.send(kiosk.records.slice(1));
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await server.inject({ method: 'POST', url, headers, payload });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'stale_nonce']);
    expect(await codes()).toEqual(['stale-nonce']);
  });
});

describe('a device that should not count any more', () => {
  test('does not renew itself by a rotation when its certificate has run out', async () => {
    server.clock.advance(100 * day);
    const next = memoryKey('ES256');
    kiosk.rotate(next);
    await kiosk.send(kiosk.records.slice(1));
    kiosk.signer = next;
    kiosk.begin(next);
    await kiosk.send(kiosk.records.slice(2));
    expect(await codes()).toEqual(['certificate-expired', 'certificate-expired']);
  });

  test('is revoked at the latest from the record after its last', async () => {
    const order = { fromSeq: '100', reason: 'stolen' };
    const url = `/api/v1/devices/${kiosk.device}/revocation`;
    const answer = await server.asReviewer({ method: 'POST', url, payload: order });
    expect(answer.json().body.fromSeq).toBe('2');
    checkIn('chk_1');
    await kiosk.send(kiosk.records.slice(1));
    expect([await pulled(), await codes()]).toEqual([[], ['device-revoked']]);
  });

  test('may change its key twice before the server has read of either', async () => {
    const known = kiosk.signer;
    for (const next of [memoryKey('ES256'), memoryKey('ES256')]) {
      kiosk.rotate(next);
      kiosk.signer = next;
      kiosk.begin();
      checkIn(`chk_${next.keyId.slice(0, 6)}`);
    }
    // The server knows the first key only, and reads of the others in the log.
    kiosk.signer = known;
    await kiosk.send(kiosk.records.slice(1));
    expect((await pulled()).length).toBe(2);
    expect(await codes()).toEqual([]);
  });
});
