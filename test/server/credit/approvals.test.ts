import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LineTree } from '../../../server/credit/approvals.ts';
import { parseAs } from '../../../sync/base/parse.ts';
import { CreditLine } from '../../../sync/contract/credit.ts';
import { CreditApproval } from '../../../sync/contract/credit-approval.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { hashLeaf } from '../../../sync/evidence/tlog/tree-hash.ts';
import { verifyInclusion } from '../../../sync/evidence/tlog/verify-proof.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';
import { TaughtClass } from './taught-class.ts';

let server: TestServer;
let taught: TaughtClass;
beforeEach(async () => {
  server = await startTestServer();
  await server.addAccount('second', 'reviewer');
  taught = await TaughtClass.file(server);
});
afterEach(() => server.close());

const second = () => server.as('second');
const store = () => server.context.stores.credit;
/** Of the newest approval, in their order. */
async function lines(person?: string) {
  const approval = await store().newestApproval(taught.id);
  const only = person === undefined ? {} : { person };
  const { creditFeed } = server.context.stores;
  return creditFeed.lines({ approvalId: approval?.id ?? 0, after: -1, limit: 100, ...only });
}
const approve = async (basedOn?: string, as = server.asReviewer) =>
  taught.post('/approvals', { basedOn: basedOn ?? (await taught.grid()).digest }, as);
const withdraw = (version: number, as = server.asReviewer) =>
  taught.post(`/approvals/${version}/withdrawal`, { reason: '材料有误' }, as);

async function taughtAndApproved(): Promise<CreditApproval> {
  await taught.teach();
  await taught.accept(0, 1);
  const answer = await approve();
  expect(answer.statusCode).toBe(201);
  return parseAs(CreditApproval, answer.json(), 'approval');
}

describe('核定考勤 freezes a version', () => {
  test('signed, with the root over a line for every trainee’s every period, and the log’s head', async () => {
    const body = await taughtAndApproved();
    expect(body).toMatchObject({
      version: 1,
      planVersion: 1,
      profile: 'suihua-2019-enterprise',
      profileVersion: 1,
      size: 6,
    });
    expect(body.counts).toEqual({ people: 2, periods: 3, counted: 5, held: 0, notCounted: 1 });
    const approval = await store().newestApproval(taught.id);
    expect(openStatement('credit-approval', approval?.statement, server.serverKey.publicKey)?.body).toEqual(
      body,
    );
    const [accepted, approved] = await server.context.stores.journal
      .after(0, 100, { class: taught.id })
      .then((all) => all.slice(-2));
    expect(body.journal.seq).toBe(accepted?.body.seq);
    expect(approved?.body).toMatchObject({
      action: 'credit-approved',
      prev: body.journal.digest,
      data: { version: 1, root: body.root },
    });
  });

  test('each line is canonical, says why, and proves itself to a stranger', async () => {
    const body = await taughtAndApproved();
    const all = await lines();
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    const tree = await LineTree.of(all.map(({ text }) => hashLeaf(Buffer.from(text)).toString('hex')));
    for (const line of all) {
      expect(canonicalJson(parseAs(CreditLine, JSON.parse(line.text), 'line'))).toBe(line.text);
      const proof = await tree.proof(line.index);
      const claim = (text: string) => ({
        index: line.index,
        size: body.size,
        root: Buffer.from(body.root, 'hex'),
        leafHash: hashLeaf(Buffer.from(text)),
        proof: proof.map((hash) => Buffer.from(hash, 'hex')),
      });
      expect(verifyInclusion(claim(line.text))).toBe(true);
      expect(
        verifyInclusion(
          claim(line.text.replace('"counts":true', '"counts":false').replace('"absent"', '"present"')),
        ),
      ).toBe(false);
    }
    const absent = JSON.parse(all[5]?.text ?? '') as CreditLine;
    expect([absent.state, absent.counts, absent.reasons[0]?.code]).toEqual(['absent', false, 'no-check-in']);
  });

  test('reckoned again it comes to the same root', async () => {
    const first = await taughtAndApproved();
    await withdraw(1);
    await withdraw(1, second());
    const again = (await approve()).json<CreditApproval>();
    expect([again.version, again.root]).toEqual([2, first.root]);
    expect((await store().approval(taught.id, 1))?.state).toBe('withdrawn');
  });
});

describe('is refused', () => {
  test('while periods are not over', async () => {
    expect((await approve()).statusCode).toBe(409);
  });

  test('while records are being verified, or were edited', async () => {
    await taught.teach();
    const { digest } = await taught.grid();
    await server.tamper(`UPDATE records SET state = 'received' WHERE kind = 'enrolment' AND seq = 1`);
    expect((await approve(digest)).json().message).toContain('正在核验');
    await server.tamper(`UPDATE records SET state = 'changed' WHERE kind = 'enrolment' AND seq = 1`);
    expect((await approve(digest)).json().message).toContain('被改动');
  });

  test('while one stands: a new version would undo it, which takes two', async () => {
    await taughtAndApproved();
    const answer = await approve();
    expect([answer.statusCode, answer.json().message]).toEqual([
      409,
      expect.stringContaining('两名审核人员撤销'),
    ]);
  });

  test('when it is not the credit that was seen', async () => {
    await taught.teach();
    const { digest } = await taught.grid();
    await taught.accept(0);
    expect((await approve(digest)).statusCode).toBe(409);
  });

  test('to anybody but a reviewer; an organiser’s people read their own class and ask for leave', async () => {
    await server.addAccount('school', 'organiser', taught.plan.organiser);
    taught = await TaughtClass.file(server);
    await taught.teach();
    const school = server.as('school');
    expect((await school({ url: taught.url })).statusCode).toBe(200);
    expect((await approve('0'.repeat(64), school)).statusCode).toBe(403);
    expect(
      (await taught.post('/enrolments', { persons: [taught.person(0)], verdict: 'accept' }, school))
        .statusCode,
    ).toBe(403);
    const leave = { person: taught.person(1), periods: [{ day: '2026-11-20', number: 5 }], reason: '病假' };
    expect((await taught.post('/leaves', leave, school)).statusCode).toBe(200);
    await server.addAccount('stranger', 'organiser', '另一所学校');
    expect((await server.as('stranger')({ url: taught.url })).statusCode).toBe(404);
  });
});

describe('undoing it', () => {
  test('takes two reviewers, each in the log', async () => {
    await taughtAndApproved();
    expect((await withdraw(1)).statusCode).toBe(200);
    expect((await taught.grid()).approval).toMatchObject({
      state: 'withdrawal-asked',
      askedBy: 'reviewer',
      current: true,
    });
    const alone = await withdraw(1);
    expect([alone.statusCode, alone.json().message]).toEqual([
      409,
      expect.stringContaining('另一名审核人员'),
    ]);
    expect((await withdraw(1, second())).statusCode).toBe(200);
    expect((await store().newestApproval(taught.id))?.state).toBe('withdrawn');
    expect((await withdraw(1, second())).statusCode).toBe(409);
    const entries = await server.context.stores.journal.after(0, 100, { class: taught.id });
    expect(entries.slice(-2).map(({ body }) => [body.action, (body.by as { user: string }).user])).toEqual([
      ['credit-approval-withdrawal-asked', 'reviewer'],
      ['credit-approval-withdrawn', 'second'],
    ]);
  });

  test('a version that was never approved, or is not the newest, cannot be', async () => {
    await taughtAndApproved();
    await withdraw(1);
    await withdraw(1, second());
    await approve();
    expect([(await withdraw(3)).statusCode, (await withdraw(1)).statusCode]).toEqual([404, 409]);
  });
});

test('an approval that was edited in the store proves nothing, and is told', async () => {
  await taughtAndApproved();
  await server.tamper(
    `UPDATE credit_approvals SET statement = replace(statement, '"counted":5', '"counted":6')`,
  );
  const answer = await server.asReviewer({ url: taught.url });
  expect([answer.statusCode, answer.json().message]).toEqual([409, expect.stringContaining('核定被改动')]);
});

test('what is held when it is approved is not credited, and the line says so', async () => {
  await taught.teach();
  await taught.accept(0);
  const body = (await approve()).json<CreditApproval>();
  expect(body.counts).toMatchObject({ counted: 3, held: 2, notCounted: 1 });
  const held = (await lines(taught.person(1))).map(({ text }) => JSON.parse(text) as CreditLine);
  expect(held.map(({ state, counts }) => [state, counts])).toEqual([
    ['held', false],
    ['held', false],
    ['absent', false],
  ]);
});
