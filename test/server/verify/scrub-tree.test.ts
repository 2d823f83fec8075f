import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FindingList } from '../../../sync/contract/findings.ts';
import { memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { originOf } from '../../../sync/evidence/tlog/origin.ts';
import { signCheckpoint } from '../../../sync/evidence/tlog/sign-checkpoint.ts';
import { hashLeaf } from '../../../sync/evidence/tlog/tree-hash.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  kiosk.begin();
  for (let i = 0; i < 6; i += 1)
    kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
  await kiosk.send();
});
afterEach(() => server.close());

/** What a pass over the store says of the log; `seq` counts records from 1, entries count from 0. */
const named = async () => {
  const answer = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
  const { findings } = answer.json<FindingList>();
  return findings
    .filter(({ code }) => code === 'log-changed')
    .map(({ subject }) => `${subject.kind} ${subject.id}`);
};

test('a log that is as it was signed has no finding', async () => {
  expect((await server.context.stores.merkle.newestCheckpoint())?.size).toBe(7);
  expect(await named()).toEqual([]);
});

test.each<[string, string, string, string]>([
  [
    'the text of an entry',
    `update records set text = text || ' ' where seq = 4`,
    `update records set text = trim(text)`,
    'log 3',
  ],
  [
    'two entries exchanged',
    `update records set leaf_index = 7 - leaf_index where seq in (4, 5)`,
    `update records set leaf_index = 7 - leaf_index where seq in (4, 5)`,
    'log 3',
  ],
  [
    'an entry taken out of its place',
    `update records set leaf_index = null where seq = 4`,
    `update records set leaf_index = 3 where seq = 4`,
    'log 3',
  ],
  [
    'the last entry',
    `update records set leaf_index = null where seq = 7`,
    `update records set leaf_index = 6 where seq = 7`,
    'log 6',
  ],
  [
    'the hash of an entry',
    `update merkle_nodes set hash = replace(hash, substr(hash, 1, 4), 'zzzz') where level = 0 and number = 2`,
    '',
    'log 2',
  ],
  ['a hash taken away', `delete from merkle_nodes where level = 0 and number = 5`, '', 'log 5'],
])(
  '%s: the first entry that is not what it was is named, and its undoing heals it',
  async (_name, edit, undo, entry) => {
    expect(await server.tamper(edit)).toBeGreaterThan(0);
    expect(await named()).toEqual([entry]);
    if (undo === '') return;
    await server.tamper(undo);
    expect(await named()).toEqual([]);
  },
);

test.each<[string, (signer: Signer) => Signer]>([
  ['that we signed ourselves', (signer) => signer],
  ['of another key', () => memoryKey('Ed25519')],
])('a checkpoint of another tree, %s, put in place of ours is named by its size', async (_name, by) => {
  const signer = by(server.serverKey);
  const origin = originOf(server.serverKey.publicKey);
  const checkpoint = { origin, size: 7, root: Buffer.alloc(32, 7), extensions: [] };
  const note = signCheckpoint(checkpoint, signer);
  expect(await server.tamper('update checkpoints set note = ? where size = 7', note)).toBe(1);
  expect(await named()).toEqual(['log 7']);
});

test('a whole other history, texts, hashes and all, is seen by the checkpoint alone', async () => {
  await server.tamper(
    `update records set text = replace(text, '"signed-in"', '"pin-refused"') where seq = 7`,
  );
  const text = (await server.context.stores.records.entries(6, 1))[0]?.text ?? '';
  const hash = hashLeaf(Buffer.from(text, 'utf8')).toString('hex');
  await server.tamper('update merkle_nodes set hash = ? where level = 0 and number = 6', hash);
  expect(await named()).toEqual(['log 7']);
});
