import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDown } from '../../../server/journal/write-down.ts';
import type { JournalPage } from '../../../sync/contract/journal.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const journal = async (query = '') => {
  const answer = await server.asReviewer({ url: `/api/v1/journal${query}` });
  expect(answer.statusCode).toBe(200);
  return answer.json<JournalPage>();
};
const seqs = async (query: string) => (await journal(query)).entries.map(({ body }) => body.seq);
const write = (classId: string | null) =>
  writeDown(server.context, {
    ...{ at: server.clock.now(), by: { kind: 'system', part: 'test' }, action: 'test-done' },
    ...{ class: classId, data: {} },
  });

test('people read it from its end, programs from its beginning, and both by class', async () => {
  await server.asReviewer({ url: '/api/v1/session' });
  for (const classId of ['cls_1', null, 'cls_1', 'cls_2']) await write(classId);
  expect(await seqs('')).toEqual(['5', '4', '3', '2', '1']);
  expect(await seqs('?before=4&limit=2')).toEqual(['3', '2']);
  expect(await seqs('?after=0&limit=2')).toEqual(['1', '2']);
  expect(await seqs('?after=2')).toEqual(['3', '4', '5']);
  expect(await seqs('?class=cls_1')).toEqual(['4', '2']);
  expect(await seqs('?after=2&class=cls_1')).toEqual(['4']);
});

test('every entry is signed by the server and names the one before it; the head is the last', async () => {
  await server.asReviewer({ url: '/api/v1/session' });
  for (let i = 0; i < 3; i += 1) await write('cls_1');
  const { entries, head } = await journal('?after=0');
  let prev = '0'.repeat(64);
  for (const entry of entries) {
    expect(openStatement('journal-entry', entry, server.serverKey.publicKey)).toBeDefined();
    expect(entry.body.prev).toBe(prev);
    prev = sha256(canonicalJson(entry));
  }
  expect(head).toEqual({ seq: '4', digest: prev });
});

test.each(['?limit=0', '?limit=501', '?after=-1', '?after=x', '?class=../etc', '?what=1'])(
  '%s is refused',
  async (query) => {
    expect((await server.asReviewer({ url: `/api/v1/journal${query}` })).statusCode).toBe(400);
  },
);

test('what reviewers do to kiosks and with evidence stands in it', async () => {
  const kiosk = await FakeKiosk.enrol(server);
  const { class: classId } = await server.file(sampleFiling([kiosk.device]));
  await server.asReviewer({ url: `/api/v1/classes/${classId}/evidence` });
  await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
  const order = { fromSeq: '1', reason: '终端失窃' };
  await server.asReviewer({
    method: 'POST',
    url: `/api/v1/devices/${kiosk.device}/revocation`,
    payload: order,
  });
  await server.asReviewer({
    method: 'POST',
    url: `/api/v1/devices/${kiosk.device}/revocation`,
    payload: order,
  });
  const told = (await journal('?after=0')).entries.map(({ body }) => body);
  const by = { kind: 'account', user: 'reviewer', role: 'reviewer' };
  const of = (action: string) => told.filter((body) => body.action === action);
  expect(of('evidence-exported')).toMatchObject([{ by, class: classId }]);
  expect(of('verification-asked')).toMatchObject([{ by, class: null }]);
  expect(of('device-revoked')).toMatchObject([{ by, data: { device: kiosk.device, fromSeq: '1' } }]);
  expect(of('device-code-made').length).toBeGreaterThan(0);
  expect(JSON.stringify(told)).not.toContain('学员');
});
