import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RecordBody, type RecordKind, recordData } from '../../sync/contract/records.ts';
import { recordDigest, sealRecord } from '../../sync/evidence/record.ts';
import { seedOf } from '../fault/seeded.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { edits, withEdits } from './odd-json.ts';
import { dataOfKinds } from './record-data.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the data of records');
const batchOf = 10;
/** A fifth of the others: each of these is signed, verified, judged and signed for. */
const cases = Math.ceil(runs / 5);
let fuzzed: FuzzedServer;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  await fuzzed.stillServes();
});
afterAll(() => fuzzed.close());

const kinds = Object.keys(recordData) as RecordKind[];
const odd = fc.record({ kind: fc.constantFrom(...kinds), changes: edits, ofClass: fc.boolean() });
type Odd = typeof odd extends fc.Arbitrary<infer T> ? T : never;

/** Records that say odd things, each rightly signed and chained: nothing refuses them before they are judged. */
function chained(
  batch: readonly Odd[],
  right: ReturnType<typeof dataOfKinds>,
  from: { seq: bigint; digest: string },
) {
  let { seq, digest } = from;
  return batch.map((one) => {
    seq += 1n;
    const record = sealed({ seq: String(seq), prev: digest }, one, right[one.kind]);
    digest = recordDigest(record);
    return record;
  });
}

function sealed(place: { seq: string; prev: string }, { kind, changes, ofClass }: Odd, right: object) {
  const { kiosk, server, classId } = fuzzed;
  const { clock } = server;
  const clocks = { mono: clock.mono(), uptime: clock.uptime(), wall: clock.now(), anchor: kiosk.anchor };
  const here = { device: kiosk.device, boot: kiosk.boot, class: ofClass ? classId : null };
  const changed = withEdits(right, changes);
  // Anything else ends the batch, which is the concern of another test.
  const isObject = typeof changed === 'object' && changed !== null && !Array.isArray(changed);
  const data = (isObject ? changed : {}) as RecordBody['data'];
  const body = { v: 2, kind, ...place, ...here, ...clocks, data } as const;
  try {
    return sealRecord(body, kiosk.signer);
  } catch {
    // What cannot be signed at all is no record.
    return sealRecord({ ...body, data: {} }, kiosk.signer);
  }
}

test('whatever a signed record says, it is stored and judged, or ends its batch as no record', async () => {
  const { kiosk, server, classId } = fuzzed;
  const { device, signer } = kiosk;
  const plan = await server.plan(classId);
  let end = kiosk.head;
  const seen = { stored: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(odd, { minLength: batchOf, maxLength: batchOf }), async (batch) => {
      const right = dataOfKinds({ plan, at: server.clock.now(), device, signer });
      const answer = await kiosk.post(chained(batch, right, end));
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode}: ${answer.body}`);
      const { receipt, refused } = answer.json();
      const { records = 0 } = fuzzed.added();
      if (receipt) {
        if (BigInt(receipt.body.seq) - end.seq !== BigInt(records))
          throw new Error('the receipt is of others');
        end = { seq: BigInt(receipt.body.seq), digest: receipt.body.head };
      }
      if (fuzzed.waiting() > 0) throw new Error('a stored record waits to be judged');
      seen.stored += records;
      if (refused) seen.refused += 1;
      server.clock.advance(1_000);
    }),
    { seed, numRuns: Math.ceil(cases / batchOf) },
  );
  console.log(seen);
  expect(seen.stored).toBeGreaterThan(cases / 2);
}, 600_000);

test('and what was accepted of it can be shown and pulled', async () => {
  const { server, classId } = fuzzed;
  await fuzzed.stillServes();
  const session = 'sessions/ses_am';
  const views = [
    '',
    '/attendance',
    '/held-check-ins',
    '/evidence',
    `/${session}/replay`,
    `/${session}/replay.m3u8`,
  ];
  for (const view of views) {
    const { statusCode, body } = await server.asReviewer({ url: `/api/v1/classes/${classId}${view}` });
    expect([200, 404], `${view}: ${body.slice(0, 200)}`).toContain(statusCode);
  }
  expect((await server.pull('?limit=100')).statusCode).toBe(200);
});
