import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeDown } from '../../../server/journal/write-down.ts';
import { StoreVerification } from '../../../server/verify/store-verification.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
const by = { kind: 'system', part: 'test' } as const;
const write = (n: number) =>
  writeDown(server.context, { at: server.clock.now(), by, action: 'test-done', class: 'cls_1', data: { n } });

beforeEach(async () => {
  server = await startTestServer();
  for (let n = 1; n <= 6; n += 1) await write(n);
});
afterEach(() => server.close());

/** Entries that a pass over the store names. */
async function broken(): Promise<string[]> {
  await new StoreVerification(server.context).run();
  const found = await server.context.stores.findings.list();
  return found
    .filter(({ code }) => code === 'journal-broken')
    .map(({ subject }) => subject.id)
    .toSorted();
}

test('a whole journal is found whole, again and again', async () => {
  expect(await broken()).toEqual([]);
  await write(7);
  expect(await broken()).toEqual([]);
});

test.each([
  ['an edited text', `UPDATE journal SET statement = replace(statement, '"n":3', '"n":4') WHERE seq = 3`],
  [
    'another spelling of the same',
    `UPDATE journal SET statement = replace(statement, '"n":3', '"n": 3') WHERE seq = 3`,
  ],
  ['an edited action', `UPDATE journal SET action = 'other' WHERE seq = 3`],
  ['an edited time', `UPDATE journal SET at = at + 1 WHERE seq = 3`],
  ['another class', `UPDATE journal SET class_id = 'cls_2' WHERE seq = 3`],
  ['a class taken off', `UPDATE journal SET class_id = NULL WHERE seq = 3`],
  ['an edited digest', `UPDATE journal SET digest = '${'0'.repeat(64)}' WHERE seq = 3`],
  ['an entry that is gone', 'DELETE FROM journal WHERE seq = 3'],
])('%s is named, and it alone', async (_name, sql) => {
  expect(await server.tamper(sql)).toBe(1);
  expect(await broken()).toEqual(['3']);
});

test('what was put back is whole again', async () => {
  await server.tamper(`UPDATE journal SET at = at + 1 WHERE seq = 3`);
  expect(await broken()).toEqual(['3']);
  await server.tamper(`UPDATE journal SET at = at - 1 WHERE seq = 3`);
  expect(await broken()).toEqual([]);
});

test('the first entry cannot be cut off', async () => {
  await server.tamper('DELETE FROM journal WHERE seq = 1');
  expect(await broken()).toEqual(['1']);
});

test('entries that were exchanged with their numbers are named', async () => {
  await server.tamper('UPDATE journal SET seq = 99 WHERE seq = 3');
  await server.tamper('UPDATE journal SET seq = 3 WHERE seq = 4');
  await server.tamper('UPDATE journal SET seq = 4 WHERE seq = 99');
  expect(await broken()).toEqual(['3', '4']);
});

test('an end that the pass before had seen cannot be cut off, nor written anew', async () => {
  expect(await broken()).toEqual([]);
  await server.tamper('DELETE FROM journal WHERE seq = 6');
  expect(await broken()).toEqual(['6']);
  await write(6_000);
  expect(await broken()).toEqual(['6']);
});

test('an entry that another key signed is named, though all else fits', async () => {
  const [entry] = await server.context.stores.journal.before(Number.MAX_SAFE_INTEGER, 1);
  const text = canonicalJson(sealStatement('journal-entry', entry?.body as never, memoryKey('Ed25519')));
  await server.tamper('UPDATE journal SET statement = ?, digest = ? WHERE seq = 6', text, sha256(text));
  expect(await broken()).toEqual(['6']);
});
