import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { AttendancePage } from '../../../sync/contract/pull.ts';
import { readLine } from '../../../sync/evidence/bundle-line.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
  for (const id of ['chk_1', 'chk_2', 'chk_3']) checkIn(id);
  await kiosk.send();
});
afterEach(() => server.close());

const checkIn = (id: string) => kiosk.append('check-in', checkInOf(plan, { id }), { class: classId });
const page = async (query = '') => parseAs(AttendancePage, (await server.pull(query)).json(), 'page');
const ids = (lines: readonly { id: string }[]) => lines.map(({ id }) => id);
const revoke = async (fromSeq: string) => {
  const url = `/api/v1/devices/${kiosk.device}/revocation`;
  return server.asReviewer({ method: 'POST', url, payload: { fromSeq, reason: 'the key was copied' } });
};
const exported = async () => {
  const { body } = await server.asReviewer({ url: `/api/v1/classes/${classId}/evidence` });
  const verifier = new Verifier([server.serverKey.publicKey]);
  for (const [index, text] of body.trimEnd().split('\n').entries())
    verifier.addLine(readLine(text, index + 1), index + 1);
  verifier.finish();
  return verifier;
};

test('what was given out and is revoked comes as withdrawn, after the cursor and from the beginning', async () => {
  const { nextCursor } = await page();
  const answer = await revoke('2');
  expect(answer.statusCode).toBe(201);
  expect(openStatement('revocation', answer.json(), server.serverKey.publicKey)?.body.fromSeq).toBe('2');
  const later = await page(`?cursor=${nextCursor}`);
  const place = { class: classId, device: kiosk.device, reason: 'device-revoked' };
  expect(later.items).toEqual([]);
  expect(later.withdrawn).toEqual([
    { id: 'chk_2', seq: '2', ...place },
    { id: 'chk_3', seq: '3', ...place },
  ]);
  const whole = await page();
  expect([ids(whole.items), ids(whole.withdrawn)]).toEqual([['chk_1'], ['chk_2', 'chk_3']]);
  expect(await page(`?cursor=${later.nextCursor}`)).toEqual({ ...later, withdrawn: [] });
});

test('a second revocation reaches further back, and never forward again', async () => {
  await revoke('3');
  const { nextCursor } = await page();
  expect((await revoke('3')).json().body.fromSeq).toBe('3');
  expect((await page(`?cursor=${nextCursor}`)).withdrawn).toEqual([]);
  await revoke('1');
  expect(ids((await page(`?cursor=${nextCursor}`)).withdrawn)).toEqual(['chk_1', 'chk_2']);
  expect((await revoke('3')).json().body.fromSeq).toBe('1');
  expect((await page()).items).toEqual([]);
});

test('what the device writes afterwards is kept and held, and never was in the feed', async () => {
  await revoke('4');
  checkIn('chk_4');
  expect((await kiosk.send()).receipt?.body.seq).toBe('4');
  const found = (await server.findings()).map(({ code, subject }) => `${code} ${subject.id}`);
  expect(found).toEqual(['device-revoked 4']);
  const { items, withdrawn } = await page();
  expect([ids(items), withdrawn]).toEqual([['chk_1', 'chk_2', 'chk_3'], []]);
});

test('nothing leaves the server’s log, the pass over the store finds all whole, and the export says so', async () => {
  await revoke('2');
  expect((await server.context.stores.merkle.newestCheckpoint())?.size).toBe(3);
  const pass = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
  expect(new Set(pass.json().findings.map(({ code }: { code: string }) => code))).toEqual(
    new Set(['device-revoked']),
  );
  const verifier = await exported();
  expect(verifier.wrong).toEqual([]);
  expect(verifier.counts).toMatchObject({ checkIns: 1, notAccepted: 2 });
});
