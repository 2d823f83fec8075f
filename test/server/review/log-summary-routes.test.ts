import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServerLog } from '../../../server/transparency/server-log.ts';
import { parseAs } from '../../../sync/base/parse.ts';
import { LogSummary } from '../../../sync/contract/server-log.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { parseCheckpoint } from '../../../sync/evidence/tlog/checkpoint.ts';
import { formatNoteKey, noteKeyOf, noteKeyType, parseNoteKey } from '../../../sync/evidence/tlog/note-key.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const url = '/api/v1/log/summary';
const summary = async () => parseAs(LogSummary, (await server.asReviewer({ url })).json(), 'summary');
const append = (text: string) => {
  const { stores } = server.context;
  return new ServerLog(stores.merkle, server.serverKey).append([text], server.clock.now());
};

test('size, root and key are those of the newest checkpoint', async () => {
  expect((await summary()).size).toBe(0);
  await append('a');
  server.clock.advance(1_000);
  await append('b');
  const found = await summary();
  const note = (await server.context.stores.merkle.newestCheckpoint())?.note ?? '';
  const read = parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
  const root = read.ok ? Buffer.from(read.checkpoint.root).toString('base64') : '';
  expect(found).toMatchObject({ size: 2, root, signedAt: server.clock.now(), witnesses: [] });
  expect(parseNoteKey(found.key)?.publicKey).toBe(server.serverKey.publicKey);
});

test('every witness stands there, with the newest checkpoint that it cosigned', async () => {
  const { merkle } = server.context.stores;
  for (const name of ['audit', 'subsidy']) {
    const key = noteKeyOf(name, noteKeyType.cosignature, memoryKey('Ed25519').publicKey);
    await merkle.addWitness(name, formatNoteKey(key));
  }
  await append('a');
  await merkle.addCosignature(1, 'subsidy', 'line');
  const firstAt = server.clock.now();
  server.clock.advance(1_000);
  await append('b');
  expect((await summary()).witnesses).toEqual([
    { name: 'audit', cosigned: null },
    { name: 'subsidy', cosigned: { size: 1, signedAt: firstAt } },
  ]);
  await merkle.addCosignature(2, 'subsidy', 'line');
  expect((await summary()).witnesses[1]?.cosigned).toEqual({ size: 2, signedAt: server.clock.now() });
});

test('only a reviewer sees it', async () => {
  expect((await server.inject({ url })).statusCode).toBe(401);
  const headers = { authorization: `Bearer ${server.pullToken}` };
  expect((await server.inject({ url, headers })).statusCode).toBe(401);
});
