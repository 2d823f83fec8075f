import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { AttendancePage } from '../../../sync/contract/pull.ts';
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
});
afterEach(() => server.close());

const checkIn = (id: string, change = {}, inClass = classId) =>
  kiosk.append('check-in', checkInOf(plan, { id, ...change }), { class: inClass });
const page = async (query = '') => parseAs(AttendancePage, (await server.pull(query)).json(), 'page');
const ids = ({ items }: AttendancePage) => items.map(({ id }) => id);

describe('pull', () => {
  test('pages follow each other without a gap or a repeat, while more arrives', async () => {
    for (let i = 1; i <= 5; i += 1) checkIn(`chk_${i}`);
    await kiosk.send();
    const first = await page('?limit=2');
    checkIn('chk_6');
    await kiosk.send();
    const second = await page(`?limit=2&cursor=${first.nextCursor}`);
    const third = await page(`?limit=2&cursor=${second.nextCursor}`);
    expect([first, second, third].map(ids)).toEqual([
      ['chk_1', 'chk_2'],
      ['chk_3', 'chk_4'],
      ['chk_5', 'chk_6'],
    ]);
    const end = await page(`?limit=2&cursor=${third.nextCursor}`);
    expect(end).toEqual({ items: [], withdrawn: [], nextCursor: third.nextCursor });
  });

  test('refusals, and check-ins without a person or a session, are not given out', async () => {
    checkIn('chk_1', { outcome: 'refused', reason: 'outside-window', direction: null });
    checkIn('chk_2', {
      outcome: 'refused',
      reason: 'unknown-person',
      person: null,
      session: null,
      role: null,
    });
    checkIn('chk_3');
    await kiosk.send();
    expect(ids(await page())).toEqual(['chk_3']);
  });

  test('a class of its own', async () => {
    const other = (await server.file(sampleFiling([kiosk.device]))).class;
    checkIn('chk_1');
    const { id: person } = (await server.plan(other)).people[2] ?? {};
    checkIn('chk_2', { person }, other);
    await kiosk.send();
    expect(ids(await page(`?class=${other}`))).toEqual(['chk_2']);
    expect(await page('?class=cls_none')).toEqual({ items: [], withdrawn: [], nextCursor: '0' });
  });

  test('every item is proven from the server’s key alone', async () => {
    checkIn('chk_1');
    await kiosk.send();
    const verifier = new Verifier([server.serverKey.publicKey]);
    const { items } = await page();
    items.forEach((item, index) => void verifier.addItem(item, index));
    verifier.finish();
    expect([verifier.wrong, verifier.counts.checkIns]).toEqual([[], 1]);
  });

  test('a record edited behind our back is never served, is named at once, and comes again when whole', async () => {
    checkIn('chk_1');
    checkIn('chk_2');
    await kiosk.send();
    const { nextCursor } = await page();
    await server.tamper(
      `update records set text = replace(text, '"minutes":0', '"minutes":1') where seq = 1`,
    );
    expect(ids(await page())).toEqual(['chk_2']);
    expect((await server.findings()).map(({ code, subject }) => [code, subject.id])).toEqual([
      ['record-changed', '1'],
    ]);
    await server.tamper(
      `update records set text = replace(text, '"minutes":1', '"minutes":0') where seq = 1`,
    );
    await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
    expect(ids(await page(`?cursor=${nextCursor}`))).toEqual(['chk_1']);
  });

  test.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer another-token' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
  ])('%s: 401 with a sentence', async (_name, headers) => {
    const answer = await server.inject({ url: '/api/v1/attendance', headers });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthorised']);
  });

  test.each([
    ['cursor=x', 'cursor'],
    ['limit=0', 'limit'],
    ['limit=1e3', 'limit'],
    ['limit=501', 'limit'],
    ['colour=red', 'colour'],
    ['class=a&class=b', 'class'],
  ])('?%s is refused by its field', async (query, field) => {
    const answer = await server.pull(`?${query}`);
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  });
});
