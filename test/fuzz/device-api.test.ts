import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RecordBody, SignedRecord } from '../../sync/contract/records.ts';
import type { StatementBody } from '../../sync/contract/statements.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { memoryKey } from '../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../sync/evidence/record.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { seedOf } from '../fault/seeded.ts';
import { checkInOf } from '../helpers/log-writer.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { expectRows } from './judge-refusal.ts';
import { anyBody, edits, oddText, withEdits } from './odd-json.ts';
import { headerText } from './odd-request.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the device API');
const options = { seed, numRuns: runs };
let fuzzed: FuzzedServer;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
});
afterEach(() => fuzzed.stillServes());
afterAll(() => fuzzed.close());

/** Any bytes as a body, rightly signed. */
async function postText(path: string, payload: string) {
  const { kiosk, server } = fuzzed;
  const url = `/api/v1/devices/${kiosk.device}/${path}`;
  const authorization = await kiosk.authorize('POST', url, sha256(payload));
  return server.inject({
    method: 'POST',
    url,
    headers: { authorization, 'content-type': 'application/json' },
    payload,
  });
}

/** Signed anew if it can be: then it comes further than a changed body under an old signature. */
function resealed(head: { body: object }, changed: unknown, anew: boolean): unknown {
  if (!anew) return changed;
  try {
    const { body } = changed as { body: StatementBody<'head'> };
    return sealStatement('head', body, fuzzed.kiosk.signer);
  } catch {
    return changed ?? head;
  }
}

test('enrolment', async () => {
  const made = await fuzzed.server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' });
  const key = memoryKey('ES256');
  const { publicKey } = key;
  const code = made.json().code as string;
  const body = { v: 1, code, name: '102 教室', publicKey, suite: 'ES256' } as const;
  const whole = sealStatement('certificate-request', body, key);
  fuzzed.added();
  const payload = fc.oneof(
    anyBody,
    fc.tuple(edits, fc.boolean()).map(([changes, anew]) => {
      const changed = withEdits(whole, changes) as typeof whole;
      if (!anew) return JSON.stringify(changed) ?? '';
      try {
        return JSON.stringify(sealStatement('certificate-request', { ...changed.body, publicKey }, key));
      } catch {
        return JSON.stringify(changed) ?? '';
      }
    }),
  );
  let enrolled = 0;
  await fc.assert(
    fc.asyncProperty(payload, async (text) => {
      const headers = { 'content-type': 'application/json' };
      const status = fuzzed.judge(
        await fuzzed.server.inject({ method: 'POST', url: '/api/v1/devices', headers, payload: text }),
      );
      if (status < 400) enrolled += fuzzed.added().devices ?? 0;
      fuzzed.server.clock.advance(1);
    }),
    options,
  );
  expect(enrolled).toBeLessThanOrEqual(1);
}, 600_000);

test('batches of records that are here already', async () => {
  const { kiosk, server } = fuzzed;
  const records = [kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null })];
  await kiosk.send(records);
  const whole = { head: await kiosk.signHead(), records };
  fuzzed.added();
  const payload = fc.oneof(
    anyBody,
    edits.map((changes) => JSON.stringify(withEdits(whole, changes)) ?? ''),
  );
  let known = 0;
  await fc.assert(
    fc.asyncProperty(payload, async (text) => {
      if (fuzzed.judge(await postText('records', text)) < 400) known += 1;
      expectRows(fuzzed.added(), {}, 'there is nothing new');
    }),
    options,
  );
  expect(known).toBeGreaterThan(0);
}, 600_000);

test('addresses and signatures of requests', async () => {
  const { kiosk, server } = fuzzed;
  const request = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'),
    device: fc.oneof(fc.constant(kiosk.device), oddText),
    rest: fc.oneof(
      fc.constantFrom('plans', 'contact', 'records'),
      oddText.map((text) => `segments/${encodeURIComponent(text.toWellFormed())}`),
    ),
    sign: fc.constantFrom('rightly', 'otherwise', 'oddly'),
    odd: headerText,
    type: fc.constantFrom('application/json', 'video/mp4', 'text/plain', 'a/b;c=d', ''),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ method, device, rest, sign, odd, type }) => {
      const url = `/api/v1/devices/${encodeURIComponent(device.toWellFormed())}/${rest}`;
      const right = await kiosk.authorize(method, url);
      const authorization = sign === 'rightly' ? right : sign === 'oddly' ? odd : right.slice(0, -4) + odd;
      const payload = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? {} : { payload: odd };
      const headers = { authorization, ...(type && { 'content-type': type }) };
      const answer = await server.inject({ method: method as 'GET', url, headers, ...payload });
      if (answer.statusCode >= 400 && method !== 'HEAD') fuzzed.judge(answer);
      if (answer.statusCode >= 500) throw new Error(answer.body);
    }),
    options,
  );
}, 600_000);

test('contact', async () => {
  const payload = fc.oneof(
    { arbitrary: anyBody.map((text) => ({ text })), weight: 1 },
    { arbitrary: fc.record({ changes: edits, anew: fc.boolean() }), weight: 3 },
  );
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(payload, async (how) => {
      const status = fuzzed.judge('text' in how ? await postText('contact', how.text) : await contact(how));
      if (status < 400) {
        answered += 1;
        expectRows(fuzzed.added(), { time_receipts: 1 }, 'a contact is one receipt');
      }
      fuzzed.server.clock.advance(1);
    }),
    options,
  );
  // Some edits say nothing else than before.
  expect(answered).toBeGreaterThan(0);
}, 600_000);

async function contact({ changes, anew }: { changes: Parameters<typeof withEdits>[1]; anew: boolean }) {
  const head = await fuzzed.kiosk.signHead();
  const changed = withEdits({ head }, changes) as { head?: unknown };
  const value =
    typeof changed === 'object' && changed !== null && 'head' in changed
      ? { ...changed, head: resealed(head, changed.head, anew) }
      : changed;
  return postText('contact', JSON.stringify(value) ?? '');
}

interface End {
  readonly seq: bigint;
  readonly digest: string;
}

test('records that an enrolled kiosk made up: those before a refused one are kept, and each is judged', async () => {
  const { kiosk, server, classId } = fuzzed;
  const plan = await server.plan(classId);
  await kiosk.contact();
  fuzzed.added();
  const batchOf = 10;
  const shapes = fc.array(fc.record({ changes: edits, inside: fc.boolean() }), {
    minLength: 1,
    maxLength: batchOf,
  });
  let end: End = kiosk.head;
  let [stored, refused, cases] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(shapes, async (batch) => {
      const { seq } = end;
      const data = checkInOf(plan, { id: `chk_${seq}`, at: server.clock.now() });
      const answer = await kiosk.post(madeUp(batch, end, data));
      fuzzed.judge(answer);
      const { records = 0 } = fuzzed.added();
      if (answer.statusCode === 200) {
        const { receipt, ...rest } = answer.json();
        if (receipt) end = { seq: BigInt(receipt.body.seq), digest: receipt.body.head };
        if (rest.refused) refused += 1;
      }
      if (end.seq - seq !== BigInt(records)) throw new Error('the receipt says more or less than was stored');
      if (fuzzed.waiting() > 0) throw new Error('a stored record waits to be judged');
      stored += records;
      cases += batch.length;
      server.clock.advance(1);
    }),
    { seed, numRuns: Math.ceil(runs / 5) },
  );
  console.log(`${cases} records: ${stored} stored, ${refused} batches refused at some record`);
  expect(Math.min(stored, refused)).toBeGreaterThan(0);
}, 600_000);

/** A chain of records, each changed inside before it was signed, or outside afterwards. */
function madeUp(
  batch: readonly { readonly changes: Parameters<typeof withEdits>[1]; readonly inside: boolean }[],
  from: End,
  data: object,
): unknown[] {
  let end = from;
  return batch.map(({ changes, inside }) => {
    const body = bodyAt(end, data);
    const signed = inside ? sealedOr(withEdits(body, changes)) : sealRecord(body, fuzzed.kiosk.signer);
    const record = inside ? signed : withEdits(signed, changes);
    end = endAt(end, record);
    return record;
  });
}

function bodyAt({ seq, digest }: End, data: object): RecordBody {
  const { kiosk, server, classId } = fuzzed;
  const { clock } = server;
  const place = {
    device: kiosk.device,
    seq: String(seq + 1n),
    prev: digest,
    boot: kiosk.boot,
    class: classId,
  };
  const clocks = { mono: clock.mono(), uptime: clock.uptime(), wall: clock.now(), anchor: kiosk.anchor };
  return { v: 2, kind: 'check-in', ...place, ...clocks, data: data as Record<string, unknown> };
}

function sealedOr(body: unknown): unknown {
  try {
    return sealRecord(body as RecordBody, fuzzed.kiosk.signer);
  } catch {
    return { body, suite: 'ES256', key: fuzzed.kiosk.signer.keyId, sig: 'A'.repeat(86) };
  }
}

function endAt({ seq, digest }: End, record: unknown): End {
  try {
    return { seq: seq + 1n, digest: recordDigest(record as SignedRecord) };
  } catch {
    return { seq: seq + 1n, digest };
  }
}
