import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseAs } from '../../../../sync/base/parse.ts';
import { WebhookList, WebhookMade } from '../../../../sync/contract/webhooks.ts';
import { sampleFiling } from '../../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../../helpers/test-server.ts';
import { approveLines, creditLine } from '../approve-lines.ts';
import { startReceiver } from './receiver.ts';

const url = '/api/v1/webhooks';
let server: TestServer;
let admin: ReturnType<TestServer['as']>;
let logLines: string[];

beforeEach(async () => {
  logLines = [];
  server = await startTestServer({ logLines });
  await server.addAccount('admin', 'bureau-admin');
  admin = server.as('admin');
});
afterEach(() => server.close());

const add = (to: string) => admin({ method: 'POST', url, payload: { url: to } });
const list = async () => parseAs(WebhookList, (await admin({ url })).json(), 'list').webhooks;
const journal = async () =>
  (await server.context.stores.journal.after(0, 500))
    .map(({ body }) => body)
    .filter(({ action }) => action.startsWith('webhook'));

test('the secret is shown once, and stands in no list, table, journal entry or log line', async () => {
  const answer = await add('https://hooks.example.org/keqin');
  expect(answer.statusCode).toBe(201);
  const { id, secret } = parseAs(WebhookMade, answer.json(), 'made');
  expect(await list()).toEqual([
    {
      ...{ id, url: 'https://hooks.example.org/keqin', active: true, waiting: 0, givenUp: 0, next: null },
      ...{ madeAt: server.clock.now(), madeBy: 'admin' },
    },
  ]);
  const stored = JSON.stringify(await server.context.stores.webhooks.active());
  const texts = [stored, JSON.stringify(await list()), JSON.stringify(await journal()), logLines.join('')];
  for (const text of texts) expect(text).not.toContain(secret.slice(6));
  expect((await journal()).map(({ action, data }) => [action, data])).toEqual([
    ['webhook-added', { hook: id }],
  ]);
});

test('it is told of nothing that was before it', async () => {
  await add('https://hooks.example.org/keqin');
  const [receiver] = await server.context.stores.webhooks.active();
  expect(receiver?.seenSeq).toBe(Number((await journal())[0]?.seq));
});

test('one is taken away, with what waits for it', async () => {
  const { id } = (await add('https://hooks.example.org/keqin')).json();
  await server.context.stores.webhooks.plan(id, [5, 6], 6, server.clock.now());
  expect((await list())[0]).toMatchObject({ waiting: 2, next: { event: '5', attempts: 0 } });
  expect((await admin({ method: 'DELETE', url: `${url}/${id}` })).statusCode).toBe(204);
  expect(await list()).toEqual([]);
  expect((await admin({ method: 'DELETE', url: `${url}/${id}` })).statusCode).toBe(404);
  expect((await journal()).at(-1)?.action).toBe('webhook-removed');
});

test.each(['http://hooks.example.org/', 'https://192.168.1.9/', 'http://127.0.0.1:9/', 'nonsense'])(
  '%s is refused by its field',
  async (to) => {
    const answer = await add(to);
    expect([answer.statusCode, answer.json().field]).toEqual([400, 'url']);
    expect(await list()).toEqual([]);
  },
);

test('a reviewer may not', async () => {
  for (const method of ['GET', 'POST'] as const) {
    const payload = method === 'POST' ? { payload: { url: 'https://hooks.example.org/' } } : {};
    expect((await server.asReviewer({ method, url, ...payload })).statusCode).toBe(403);
  }
});

test('a running server tells who was added, when a reviewer approves', async () => {
  await server.close();
  server = await startTestServer({ webhookNetworks: ['127.0.0.0/8'] });
  await server.addAccount('admin', 'bureau-admin');
  admin = server.as('admin');
  const receiver = await startReceiver();
  try {
    expect((await add(receiver.url)).statusCode).toBe(201);
    const { class: classId } = await server.file(sampleFiling([]));
    await server.start();
    await approveLines(server, classId, [creditLine(classId, 'per_1', 1)]);
    await receiver.has(1);
    const { type, data } = receiver.bodies()[0];
    expect([type, data.class, data.version]).toEqual(['credit.approved', classId, 1]);
    const headers = { authorization: `Bearer ${server.pullToken}` };
    const page = await server.inject({ url: `/api/v1/credits?cursor=${data.cursor}&limit=1`, headers });
    expect(page.json().items[0].line.person).toBe('per_1');
  } finally {
    await receiver.close();
  }
});
