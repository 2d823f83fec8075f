import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SecretBox } from '../../../../server/accounts/secret-box.ts';
import { Deliveries } from '../../../../server/pull/webhooks/deliveries.ts';
import { blockListOf } from '../../../../server/pull/webhooks/public-address.ts';
import { makeSecret } from '../../../../server/pull/webhooks/sign-message.ts';
import { type Database, openDatabase } from '../../../../server/storage/database.ts';
import { type Stores, storesOf } from '../../../../server/storage/stores.ts';
import { createLog } from '../../../../sync/base/log.ts';
import { parseAs } from '../../../../sync/base/parse.ts';
import { SimulatedClock } from '../../../../sync/base/simulated-clock.ts';
import { WebhookMessage } from '../../../../sync/contract/webhooks.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { type Receiver, startReceiver, type Taken } from './receiver.ts';

const hour = 3_600_000;
const loopback = blockListOf(['127.0.0.0/8']);
const secret = makeSecret();
const serverKey = memoryKey('Ed25519');
const testStart = Date.parse('2026-11-20T08:00:00+08:00');
const secretBox = new SecretBox(Buffer.alloc(32, 7));
const system = { kind: 'system', part: 'tests' } as const;

let dir: string;
let database: Database;
let stores: Stores;
let clock: SimulatedClock;
let deliveries: Deliveries;
const receivers: Receiver[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'keqin-webhooks-'));
  database = await openDatabase(join(dir, 'server.db'));
  stores = storesOf(database);
  clock = new SimulatedClock(testStart);
  deliveries = newDeliveries();
});
afterEach(async () => {
  await deliveries.close();
  for (const receiver of receivers.splice(0)) await receiver.close();
  await database.destroy();
  rmSync(dir, { recursive: true });
});

const log = createLog('server', 'silent');
const newDeliveries = (change = {}) =>
  new Deliveries({ database, clock, log, secretBox, allowed: loopback, timeoutMs: 2_000, ...change });
async function receiver(answer?: (response: ServerResponse, taken: Taken) => void) {
  const made = await startReceiver(answer);
  receivers.push(made);
  return made;
}
const tell = (url: string, id = 'hook_a', sealed = secretBox.seal(Buffer.from(secret), id)) =>
  stores.webhooks.add({ id, url, secret: sealed, seenSeq: 0 }, { at: testStart, by: 'admin' });
const append = (action: string, data: object) =>
  stores.journal.append(
    { at: clock.now(), by: system, action, class: 'cls_a', data: { ...data } },
    serverKey,
  );
const approve = (version: number) => append('credit-approved', { version, person: 'per_not_told' });
const pass = async () => {
  await deliveries.look();
  await deliveries.settled();
};
const state = async (id = 'hook_a') => (await stores.webhooks.states()).find((one) => one.id === id)!;

describe('a receiver', () => {
  test('is told of approvals, withdrawals and decided claims, in order, and of nothing else', async () => {
    const to = await receiver();
    await tell(to.url);
    await approve(1);
    await append('login', {});
    await append('credit-approval-withdrawn', { version: 1 });
    await append('claim-money-decided', { claim: 'clm_a', fen: 30_000 });
    await pass();
    const timestamp = new Date(testStart).toISOString();
    expect(to.bodies()).toEqual([
      { type: 'credit.approved', timestamp, data: { class: 'cls_a', version: 1, cursor: '0' } },
      { type: 'credit.withdrawn', timestamp, data: { class: 'cls_a', version: 1, cursor: '2' } },
      { type: 'claim.decided', timestamp, data: { class: 'cls_a', claim: 'clm_a', cursor: '3' } },
    ]);
    for (const body of to.bodies()) parseAs(WebhookMessage, body, 'message');
    await pass();
    expect(to.taken).toHaveLength(3);
  });

  test('can check what it is told by its secret', async () => {
    const to = await receiver();
    await tell(to.url);
    await approve(1);
    await pass();
    const [{ headers, body } = { headers: {}, body: '' }] = to.taken;
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const expected = createHmac('sha256', key).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(headers['webhook-timestamp']).toBe(String(testStart / 1_000));
  });
});

describe('a receiver that does not take it', () => {
  test.each([500, 404, 301, 429])(
    'answers %d: asked again under the same id, and later ones wait',
    async (status) => {
      let answers = status;
      const to = await receiver((response) => void response.writeHead(answers, { location: '/' }).end());
      await tell(to.url);
      await approve(1);
      await approve(2);
      await pass();
      await pass();
      expect(to.taken).toHaveLength(1);
      expect(await state()).toMatchObject({ waiting: 2, next: { seq: 1, attempts: 1, lastStatus: status } });
      answers = 204;
      clock.advance(5_000);
      await pass();
      expect(to.bodies().map(({ data }) => data.version)).toEqual([1, 1, 2]);
      const [first, again] = to.taken;
      expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
      expect(again?.headers['webhook-signature']).not.toBe(first?.headers['webhook-signature']);
    },
  );

  test('is down: tried with growing pauses for a day, then given up, and the next is told', async () => {
    const to = await receiver();
    await tell(to.url);
    await to.close();
    receivers.pop();
    await approve(1);
    const attempts: number[] = [];
    for (let i = 0; i < 20 && (await state()).givenUp === 0; i += 1) {
      await pass();
      attempts.push(clock.now() - testStart);
      clock.advanceTo((await state()).next?.nextAt ?? 0);
    }
    expect(attempts.length).toBe(9);
    expect(attempts.at(-1)! / hour).toBeGreaterThan(23);
    expect(attempts.at(-1)! / hour).toBeLessThan(24);
    expect(await state()).toMatchObject({ waiting: 0, givenUp: 1, next: null });
  });

  test('says 410 Gone: told nothing more', async () => {
    const to = await receiver((response) => void response.writeHead(410).end());
    await tell(to.url);
    await approve(1);
    await pass();
    clock.advance(24 * hour);
    await approve(2);
    await pass();
    expect([to.taken.length, (await state()).active]).toEqual([1, false]);
  });

  test('never answers: given up after its time, and holds nobody else up', async () => {
    await deliveries.close();
    deliveries = newDeliveries({ timeoutMs: 300 });
    const silent = await receiver(() => {});
    const other = await receiver();
    await tell(silent.url, 'hook_a');
    await tell(other.url, 'hook_b');
    await approve(1);
    await approve(2);
    await deliveries.look();
    await other.has(2);
    expect((await state('hook_a')).next?.attempts).toBe(0);
    await deliveries.settled();
    expect((await state('hook_a')).next).toMatchObject({ attempts: 1, lastStatus: null });
  });

  test('sends a body without an end: not read', async () => {
    const to = await receiver((response) => {
      response.writeHead(200);
      response.write('x'.repeat(100_000));
    });
    await tell(to.url);
    await approve(1);
    await pass();
    expect((await state()).waiting).toBe(0);
  });

  test('leads elsewhere by a redirect: not followed', async () => {
    const inside = await receiver();
    const to = await receiver((response) => void response.writeHead(307, { location: inside.url }).end());
    await tell(to.url);
    await approve(1);
    await pass();
    expect([to.taken.length, inside.taken.length]).toEqual([1, 0]);
  });
});

describe('a restart', () => {
  test('in the middle of an attempt: no attempt is lost, and it is sent again', async () => {
    const slow = await receiver(() => {});
    await tell(slow.url);
    await approve(1);
    await deliveries.look();
    await slow.has(1);
    await deliveries.close();
    expect((await state()).next).toMatchObject({ seq: 1, attempts: 0 });
    deliveries = newDeliveries({ timeoutMs: 200 });
    await pass();
    expect(slow.taken).toHaveLength(2);
    expect(slow.taken[1]?.headers['webhook-id']).toBe(slow.taken[0]?.headers['webhook-id']);
  });

  test('what failed before it is tried after it, at its time', async () => {
    let status = 500;
    const to = await receiver((response) => void response.writeHead(status).end());
    await tell(to.url);
    await approve(1);
    await pass();
    await deliveries.close();
    status = 200;
    deliveries = newDeliveries();
    await pass();
    expect(to.taken).toHaveLength(1);
    clock.advance(5_000);
    await pass();
    expect((await state()).waiting).toBe(0);
  });

  test('while something happened: told of it afterwards', async () => {
    const to = await receiver();
    await tell(to.url);
    await deliveries.close();
    for (let version = 1; version <= 150; version += 1) await approve(version);
    deliveries = newDeliveries();
    await pass();
    await pass();
    expect(to.bodies().map(({ data }) => data.version)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1));
  });
});

test('a private address is not asked, though it stands in the table', async () => {
  await deliveries.close();
  deliveries = newDeliveries({ allowed: blockListOf([]) });
  const to = await receiver();
  await tell(to.url);
  await approve(1);
  await pass();
  expect(to.taken).toHaveLength(0);
  expect((await state()).next).toMatchObject({ attempts: 1, lastStatus: null });
});

test('a secret that was edited, or is of another receiver, signs nothing', async () => {
  const to = await receiver();
  await tell(to.url, 'hook_a', secretBox.seal(Buffer.from(secret), 'hook_b'));
  await approve(1);
  await pass();
  expect(to.taken).toHaveLength(0);
  expect((await state()).next).toMatchObject({ attempts: 1, lastStatus: null });
});
