import { Type } from 'typebox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closed } from '../../../sync/contract/primitives.ts';
import { recordData, type SignedRecord } from '../../../sync/contract/records.ts';
import { readLine } from '../../../sync/evidence/bundle-line.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { interpret, parseRecord } from '../../../sync/evidence/record.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

// Records of kinds and versions to come: kept whole, not understood, and there when a later program can read them.

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let retina: SignedRecord;
let third: SignedRecord;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  kiosk.begin();
  retina = kiosk.append('retina' as 'admin', { person: 'per_9', iris: [0.5, { of: 'two' }] } as never, {
    class: classId,
  });
  const later = { v: 3, class: classId, where: { lat: 46.6, lon: 127 } } as object;
  third = kiosk.append('check-in', { 签到: 'later', nested: { fields: [1, 2, 3] } } as never, later);
  kiosk.append('check-in', checkInOf(await server.plan(classId)), { class: classId });
  expect((await kiosk.send()).refused).toBeNull();
});
afterEach(() => server.close());

const rows = () => server.context.stores.records.after(kiosk.device, 0, 10);

test('they are kept byte for byte, accepted for what they are, and nothing is made of them', async () => {
  const stored = await rows();
  expect(stored.map(({ text }) => text)).toEqual(kiosk.records.map(canonicalJson));
  expect(stored.map(({ state, leaf_index }) => `${state} ${leaf_index}`)).toEqual([
    'verified 0',
    'verified 1',
    'verified 2',
    'verified 3',
  ]);
  expect(await server.findings()).toEqual([]);
  expect((await server.context.stores.projections.ofRecords(stored.map(({ id }) => id))).length).toBe(1);
  expect((await server.pull()).json().items).toHaveLength(1);
  expect(third.body).toMatchObject({ v: 3, where: { lat: 46.6 } });
});

test('their chain goes on, and one changed byte of them is noticed like any other', async () => {
  const pass = async () =>
    (await server.asReviewer({ method: 'POST', url: '/api/v1/verification' }))
      .json()
      .findings.map(({ code, subject }: { code: string; subject: { id: string } }) => `${code} ${subject.id}`)
      .sort();
  expect(await pass()).toEqual([]);
  await server.tamper(`update records set text = replace(text, '46.6', '46.7') where seq = 3`);
  expect(await pass()).toEqual(['log-changed 2', 'record-changed 3']);
});

test('they are exported whole, and verify', async () => {
  const { body } = await server.asReviewer({ url: `/api/v1/classes/${classId}/evidence` });
  for (const record of [retina, third]) expect(body).toContain(`{"record":${canonicalJson(record)}}`);
  const verifier = new Verifier([server.serverKey.publicKey]);
  for (const [index, text] of body.trimEnd().split('\n').entries())
    verifier.addLine(readLine(text, index + 1), index + 1);
  verifier.finish();
  expect(verifier.wrong).toEqual([]);
  expect(verifier.counts).toMatchObject({ records: 4, checkIns: 1 });
});

test('a program that learnt the kind reads what the store has kept since before', async () => {
  const text = (await rows())[1]?.text ?? '';
  const read = () => interpret(parseRecord(text)?.body as never);
  expect(read()).toEqual({ kind: 'unknown' });
  const Retina = Type.Object({ person: Type.String(), iris: Type.Array(Type.Unknown()) }, closed);
  const learnt = recordData as Record<string, unknown>;
  learnt.retina = Retina;
  try {
    expect(read()).toEqual({ kind: 'known', is: { kind: 'retina', data: retina.body.data } });
  } finally {
    delete learnt.retina;
  }
  expect(read()).toEqual({ kind: 'unknown' });
});
