import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { memoryKey } from '../../sync/evidence/keys.ts';
import { formatNoteKey, noteKeyOf, noteKeyType } from '../../sync/evidence/tlog/note-key.ts';
import { seedOf } from '../fault/seeded.ts';
import { checkInOf } from '../helpers/log-writer.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { anyBody, edits, oddText, withEdits } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the pull API');
const options = { seed, numRuns: runs };
let fuzzed: FuzzedServer;
let puller: { authorization: string };

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  const { server, kiosk, classId } = fuzzed;
  puller = { authorization: `Bearer ${server.pullToken}` };
  const key = noteKeyOf('witness.example', noteKeyType.cosignature, memoryKey('Ed25519').publicKey);
  await server.context.stores.merkle.addWitness(key.name, formatNoteKey(key));
  const plan = await server.plan(classId);
  for (let i = 0; i < 2; i += 1)
    kiosk.append('check-in', checkInOf(plan, { id: `chk_${i}` }), { class: classId });
  await kiosk.send();
  await fuzzed.stillServes();
});
afterEach(() => fuzzed.stillServes());
afterAll(() => fuzzed.close());

const oddNumber = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '3',
    '5',
    '-1',
    '1e3',
    '0x10',
    '00',
    '9007199254740993',
    '999999999999999',
    '1.5',
    ' 1',
    '',
  ),
  fc.integer().map(String),
  oddText,
);

/** A query of the right names, and others, once or twice. */
function queryOf(...names: string[]): fc.Arbitrary<string> {
  const name = fc.oneof(
    { arbitrary: fc.constantFrom(...names), weight: 5 },
    { arbitrary: oddText, weight: 1 },
  );
  const pair = fc
    .tuple(name, oddNumber)
    .map((both) => both.map((text) => encodeURIComponent(text.toWellFormed())).join('='));
  return fc.array(pair, { maxLength: 3 }).map((pairs) => pairs.join('&'));
}

test.each([
  ['attendance', ['cursor', 'class', 'limit']],
  ['log/consistency', ['from', 'to']],
  ['log', ['size']],
])(
  'the query of %s',
  async (path, names) => {
    let served = 0;
    await fc.assert(
      fc.asyncProperty(queryOf(...names), async (query) => {
        const answer = await fuzzed.server.inject({ url: `/api/v1/${path}?${query}`, headers: puller });
        if (fuzzed.judge(answer) < 400) served += 1;
      }),
      options,
    );
    expect(served).toBeGreaterThan(0);
  },
  600_000,
);

test('cosignatures', async () => {
  const whole = { checkpoint: 2, cosignature: `— witness.example ${'A'.repeat(104)}` };
  const edited = edits.map((changes) => JSON.stringify(withEdits(whole, changes)) ?? '');
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyBody, edited), async (payload) => {
      const headers = { ...puller, 'content-type': 'application/json' };
      const request = { method: 'POST', url: '/api/v1/log/cosignatures', headers, payload } as const;
      fuzzed.expectRefused(await fuzzed.server.inject(request));
    }),
    options,
  );
}, 600_000);

test('tokens that nobody was given', async () => {
  const token = oddText.map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?'));
  await fc.assert(
    fc.asyncProperty(token, fc.constantFrom('Bearer ', 'Basic ', ''), async (text, scheme) => {
      const headers = { authorization: scheme + text };
      fuzzed.expectRefused(await fuzzed.server.inject({ url: '/api/v1/attendance', headers }), 401);
    }),
    options,
  );
}, 600_000);
