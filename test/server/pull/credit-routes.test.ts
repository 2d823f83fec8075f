import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { provenApproval } from '../../../server/pull/approved-credit.ts';
import { parseAs } from '../../../sync/base/parse.ts';
import { CreditPage } from '../../../sync/contract/credit-pull.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { CreditPages } from '../../../sync/evidence/credit-pages.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { hashLeaf } from '../../../sync/evidence/tlog/tree-hash.ts';
import { verifyInclusion } from '../../../sync/evidence/tlog/verify-proof.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';
import { approveLines, creditLine, withdraw } from './approve-lines.ts';

let server: TestServer;
let classId: string;
let persons: readonly string[];

beforeEach(async () => {
  server = await startTestServer();
  ({ classId, persons } = await file());
});
afterEach(() => server.close());

async function file() {
  const { class: made } = await server.file(sampleFiling([]));
  const { people } = await server.plan(made);
  return {
    classId: made,
    persons: people.filter(({ role }) => role === 'trainee').map(({ id }) => id),
  };
}
const linesOf = (ofClass = classId, of = persons, counts = true) =>
  of.flatMap((person) => [1, 2, 5].map((number) => creditLine(ofClass, person, number, { counts })));
const pull = (query = '') =>
  server.inject({ url: `/api/v1/credits${query}`, headers: { authorization: `Bearer ${server.pullToken}` } });
const page = async (query = '') => parseAs(CreditPage, (await pull(query)).json(), 'page');
/** Everything after a cursor, page by page. */
async function all(limit: number, from = '0', query = '') {
  const pages: CreditPage[] = [];
  for (let cursor = from; ; ) {
    const next = await page(`?cursor=${cursor}&limit=${limit}${query}`);
    if (next.nextCursor === cursor) break;
    pages.push(next);
    cursor = next.nextCursor;
  }
  return {
    items: pages.flatMap(({ items }) => items),
    withdrawn: pages.flatMap((one) => one.withdrawn),
    cursor: pages.at(-1)?.nextCursor ?? from,
  };
}
const keys = (items: CreditPage['items']) =>
  items.map(
    ({ line, approval }) => `${line.class} v${approval.body.version} ${line.person} ${line.period.number}`,
  );

describe('pages', () => {
  test.each([1, 2, 4, 6, 500])('of %d follow each other without a gap or a repeat', async (limit) => {
    const other = await file();
    await approveLines(server, classId, linesOf());
    await approveLines(server, other.classId, linesOf(other.classId, other.persons));
    const { items, withdrawn } = await all(limit);
    const expected = [...linesOf(), ...linesOf(other.classId, other.persons)];
    expect(items.map(({ line }) => line)).toEqual(expected);
    expect(withdrawn).toEqual([]);
  });

  test('what is not approved is not given out, and the cursor stays', async () => {
    expect(await page('?cursor=7')).toEqual({ items: [], withdrawn: [], nextCursor: '7' });
  });

  test('a class, a trainee, a period of their own', async () => {
    const other = await file();
    await approveLines(server, classId, linesOf());
    await approveLines(server, other.classId, linesOf(other.classId, other.persons));
    const lines = async (query: string) => (await all(2, '0', query)).items.map(({ line }) => line);
    expect(await lines(`&class=${other.classId}`)).toEqual(linesOf(other.classId, other.persons));
    expect(await lines(`&trainee=${persons[1]}`)).toEqual(linesOf(classId, persons.slice(1)));
    expect(await lines('&period=2026-11-20-5')).toHaveLength(4);
    expect(await lines(`&class=${classId}&period=2026-11-20-5`)).toHaveLength(2);
    expect(await lines('&trainee=per_none')).toEqual([]);
    expect(await lines(`&class=${other.classId}&trainee=${persons[0]}`)).toEqual([]);
  });

  test('the registration number comes beside, as it is now', async () => {
    const number = { classId, numbers: new Map([[persons[0]!, 'HLJ-1']]) };
    await approveLines(server, classId, linesOf());
    await server.context.stores.realNames.setRegistrations(classId, number.numbers, { at: 1, by: 'x' });
    const { items } = await page();
    expect(new Set(items.map(({ line, registration }) => `${line.person} ${registration}`))).toEqual(
      new Set([`${persons[0]} HLJ-1`, `${persons[1]} null`]),
    );
  });
});

describe('proofs', () => {
  test('each item is proven from the server’s key alone; one sign changed, and it is not', async () => {
    await approveLines(server, classId, linesOf());
    for (const { line, approval, proof } of (await page()).items) {
      const signed = openStatement('credit-approval', approval, server.serverKey.publicKey);
      const claim = {
        index: proof.index,
        size: signed!.body.size,
        proof: proof.path.map((hash) => Buffer.from(hash, 'base64')),
        root: Buffer.from(signed!.body.root, 'hex'),
      };
      const holds = (text: string) =>
        verifyInclusion({ ...claim, leafHash: hashLeaf(Buffer.from(text, 'utf8')) });
      expect(holds(canonicalJson(line))).toBe(true);
      expect(holds(canonicalJson({ ...line, counts: !line.counts }))).toBe(false);
    }
  });

  test.each([
    ['a line is changed', `update credit_lines set text = replace(text, '"counts":false', '"counts":true')`],
    ['a line is taken out', 'delete from credit_lines where line_index = 2'],
    [
      'a line is added',
      `insert into credit_lines (approval_id, line_index, person, day, number, text)
       select approval_id, line_index + 100, person, day, number, text from credit_lines limit 1`,
    ],
    [
      'the approval is changed',
      `update credit_approvals set statement = replace(statement, '"size":6', '"size":5')`,
    ],
    ['the approval is taken out', "update credit_approvals set class_id = 'cls_x'"],
  ])('%s in the store: told as damaged, nothing of it is given out', async (_name, sql) => {
    await approveLines(server, classId, linesOf(classId, persons, false));
    expect(await server.tamper(sql)).toBeGreaterThan(0);
    const other = await file();
    await approveLines(server, other.classId, linesOf(other.classId, other.persons));
    const { items, withdrawn } = await page();
    expect(withdrawn).toEqual([{ class: classId, version: 1, reason: 'damaged' }]);
    expect(new Set(items.map(({ line }) => line.class))).toEqual(new Set([other.classId]));
  });
});

test('changed in the middle of the pages: what was given out is told as damaged, and nothing follows', async () => {
  await approveLines(server, classId, linesOf(classId, persons, false));
  const first = await page('?limit=2');
  expect([first.items.length, first.withdrawn]).toEqual([2, []]);
  await server.tamper(`update credit_lines set text = replace(text, 'false', 'true') where line_index = 4`);
  const rest = await all(2, first.nextCursor);
  expect(rest.items).toEqual([]);
  expect(rest.withdrawn).toEqual([{ class: classId, version: 1, reason: 'damaged' }]);
});

describe('what does not count any more', () => {
  test('is told after the cursor, and its lines are not given out from the beginning', async () => {
    await approveLines(server, classId, linesOf());
    const { cursor } = await all(500);
    await withdraw(server, classId, 1);
    const told = [{ class: classId, version: 1, reason: 'withdrawn' }];
    expect(await all(500, cursor)).toMatchObject({ items: [], withdrawn: told });
    expect(await all(500)).toMatchObject({ items: [], withdrawn: told });
  });

  test('a later version: the one before is superseded, then its lines come', async () => {
    await approveLines(server, classId, linesOf());
    const half = await page('?limit=4');
    await approveLines(server, classId, linesOf(classId, persons, false));
    const rest = await all(2, half.nextCursor);
    expect(rest.withdrawn).toEqual([{ class: classId, version: 1, reason: 'superseded' }]);
    expect(new Set(rest.items.map(({ approval }) => approval.body.version))).toEqual(new Set([2]));
    expect(rest.items).toHaveLength(6);
  });

  test('after a withdrawal the next version supersedes nothing', async () => {
    await approveLines(server, classId, linesOf());
    await withdraw(server, classId, 1);
    await approveLines(server, classId, linesOf());
    const { items, withdrawn } = await all(500);
    expect(withdrawn).toEqual([{ class: classId, version: 1, reason: 'withdrawn' }]);
    expect(items).toHaveLength(6);
  });
});

describe('an insider with the database: what counts is what the signed log says', () => {
  const setState = (version: number, state: string) =>
    server.tamper(`UPDATE credit_approvals SET state = ? WHERE version = ?`, state, version);

  test('a withdrawn approval that is made to count again gives out nothing', async () => {
    await approveLines(server, classId, linesOf());
    await withdraw(server, classId, 1);
    await setState(1, 'approved');
    const { items, withdrawn } = await all(500);
    expect(items).toEqual([]);
    expect(withdrawn).toEqual([{ class: classId, version: 1, reason: 'withdrawn' }]);
  });

  test('a superseded one neither, and it is still told as superseded', async () => {
    await approveLines(server, classId, linesOf(classId, persons.slice(0, 1)));
    await approveLines(server, classId, linesOf(classId, persons.slice(1)));
    await setState(1, 'approved');
    const { items, withdrawn } = await all(500);
    expect(items.map(({ approval }) => approval.body.version)).toEqual([2, 2, 2]);
    expect(withdrawn).toEqual([{ class: classId, version: 1, reason: 'superseded' }]);
  });

  test('nor does an earlier version come back when the later one is taken out', async () => {
    await approveLines(server, classId, linesOf());
    await approveLines(server, classId, linesOf(classId, persons, false));
    await server.tamper(
      'DELETE FROM credit_lines WHERE approval_id IN (SELECT id FROM credit_approvals WHERE version = 2)',
    );
    await server.tamper('DELETE FROM credit_approvals WHERE version = 2');
    await setState(1, 'approved');
    expect((await all(500)).items).toEqual([]);
  });

  test('an approval that the log says nothing of is none', async () => {
    await approveLines(server, classId, linesOf());
    await server.tamper(`DELETE FROM journal WHERE action = 'credit-approved'`);
    const { context } = server;
    expect(await provenApproval(context, classId, 1)).toBe('damaged');
  });

  test('an entry that we did not sign withdraws nothing', async () => {
    await approveLines(server, classId, linesOf());
    await server.tamper(
      `INSERT INTO journal (seq, digest, at, action, class_id, statement) SELECT seq + 1, 'x', at,
       'credit-approval-withdrawn', class_id, replace(statement, 'credit-approved', 'credit-approval-withdrawn')
       FROM journal WHERE action = 'credit-approved'`,
    );
    expect((await all(500)).withdrawn).toEqual([]);
  });
});

test('approvals at the same time as pulling: nothing is missed, nothing comes twice', async () => {
  const classes = await Promise.all(Array.from({ length: 8 }, file));
  const approving = classes.map(async (one, i) => {
    for (let turn = 0; turn < i; turn += 1) await Promise.resolve();
    await approveLines(server, one.classId, linesOf(one.classId, one.persons));
  });
  const seen: string[] = [];
  let cursor = '0';
  let open = approving.length;
  for (const one of approving) void one.finally(() => (open -= 1));
  for (let last = false; ; ) {
    const { items, nextCursor } = await page(`?cursor=${cursor}&limit=4`);
    seen.push(...keys(items));
    if (nextCursor === cursor && last) break;
    last = nextCursor === cursor && open === 0;
    cursor = nextCursor;
  }
  await Promise.all(approving);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(8 * 6);
});

test('without a token nothing is given out, and a wrong cursor is refused by its field', async () => {
  expect((await server.inject({ url: '/api/v1/credits' })).statusCode).toBe(401);
  for (const [query, field] of [
    ['cursor=x', 'cursor'],
    ['cursor=1-2-3', 'cursor'],
    ['limit=501', 'limit'],
    ['period=2026-11-20', 'period'],
  ]) {
    const answer = await pull(`?${query}`);
    expect([answer.statusCode, answer.json().field]).toEqual([400, field]);
  }
});

test('OpenAPI describes it', async () => {
  const { paths } = (await server.inject({ url: '/api/docs/json' })).json();
  expect(Object.keys(paths['/api/v1/credits'].get.responses['200'].content)).toEqual(['application/json']);
});

describe('as reviewers approve it', () => {
  const credit = `/api/v1/classes/`;
  const approve = async () => {
    const { digest } = (await server.asReviewer({ url: `${credit}${classId}/credit` })).json();
    const url = `${credit}${classId}/credit/approvals`;
    const answer = await server.asReviewer({ method: 'POST', url, payload: { basedOn: digest } });
    expect(answer.statusCode, answer.body).toBe(201);
  };

  test('a class in which nobody came: every line is given out, proven, and counts for nothing', async () => {
    server.clock.advance(2 * 86_400_000);
    await approve();
    const { items } = await page();
    expect(items).toHaveLength(persons.length * 3);
    const credits = new CreditPages([server.serverKey.publicKey]);
    credits.addPage('page.json', await page());
    expect([credits.wrong, credits.counts()]).toEqual([[], { lines: 6, counting: 0 }]);
  });

  test('withdrawn by two of them: told after the cursor', async () => {
    await server.addAccount('other', 'reviewer');
    server.clock.advance(2 * 86_400_000);
    await approve();
    const { cursor } = await all(500);
    const url = `${credit}${classId}/credit/approvals/1/withdrawal`;
    const order = { method: 'POST', url, payload: { reason: '认定有误' } } as const;
    await server.asReviewer(order);
    expect((await all(500, cursor)).withdrawn).toEqual([]);
    await server.as('other')(order);
    expect((await all(500, cursor)).withdrawn).toEqual([{ class: classId, version: 1, reason: 'withdrawn' }]);
  });
});
