import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { AttendanceItem } from '../../../sync/contract/pull.ts';
import { Consistency, LogState } from '../../../sync/contract/server-log.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { cosign } from '../../../sync/evidence/tlog/cosignature.ts';
import { formatNoteKey, type NoteKey, parseNoteKey } from '../../../sync/evidence/tlog/note-key.ts';
import { parseNote, signatureLine } from '../../../sync/evidence/tlog/signed-note.ts';
import { verifyConsistency } from '../../../sync/evidence/tlog/verify-proof.ts';
import { verifyCheckpoint, verifyTlogProof } from '../../../sync/evidence/tlog/verify-tlog-proof.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';
import { type Party, witnessParty } from '../../sync/evidence/tlog/sample-log.ts';

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
});
afterEach(() => server.close());

const headers = () => ({ authorization: `Bearer ${server.pullToken}` });
const get = (path: string) => server.inject({ url: `/api/v1/log${path}`, headers: headers() });
const state = async () => parseAs(LogState, (await get('')).json(), 'log');
const consistency = async (query: string) =>
  parseAs(Consistency, (await get(`/consistency?${query}`)).json(), 'consistency');
/** Adds `count` accepted records to the log. */
const grow = async (count: number) => {
  const from = kiosk.records.length;
  for (let i = 0; i < count; i += 1)
    kiosk.append('check-in', checkInOf(plan, { id: `chk_${from + i}` }), { class: classId });
  await kiosk.send(kiosk.records.slice(from));
};
const opened = (note: string, key: string) => {
  const verdict = verifyCheckpoint(note, { logKey: parseNoteKey(key) as NoteKey });
  if (!verdict.ok) throw new Error(verdict.why);
  return verdict.checkpoint;
};

describe('the log', () => {
  test('is shown to a puller, empty and grown, signed by the key that it names', async () => {
    const empty = await state();
    expect([empty.size, opened(empty.checkpoint, empty.key).size]).toEqual([0, 0]);
    await grow(3);
    const grown = await state();
    expect([grown.size, opened(grown.checkpoint, empty.key).size]).toEqual([3, 3]);
    expect((await server.inject({ url: '/api/v1/log' })).statusCode).toBe(401);
  });

  test('is shown to go on from any size of it that was signed', async () => {
    const sizes: { size: number; root: Uint8Array }[] = [];
    for (const count of [1, 2, 4]) {
      await grow(count);
      const { key, checkpoint } = await state();
      sizes.push(opened(checkpoint, key));
    }
    const { key } = await state();
    for (const [i, older] of sizes.entries()) {
      for (const newer of sizes.slice(i)) {
        const answer = await consistency(`from=${older.size}&to=${newer.size}`);
        const proof = answer.hashes.map((hash) => Buffer.from(hash, 'base64'));
        expect(opened(answer.checkpoint, key)).toEqual(newer);
        const tree = { oldSize: older.size, oldRoot: older.root, newSize: newer.size, newRoot: newer.root };
        expect(verifyConsistency({ ...tree, proof })).toBe(true);
        if (older !== newer) expect(verifyConsistency({ ...tree, oldRoot: newer.root, proof })).toBe(false);
      }
    }
    expect((await consistency('from=1')).to).toBe(7);
  });

  test.each([
    ['from=4', 400],
    ['from=2&to=1', 404],
    ['from=0&to=9', 404],
    ['from=1&to=2', 404],
    ['from=-1', 400],
    ['from=x', 400],
    ['to=3', 400],
    ['from=1&to=3&more=1', 400],
  ])('consistency of %s is refused with a sentence', async (query, status) => {
    await grow(3);
    const answer = await get(`/consistency?${query}`);
    expect([answer.statusCode, typeof answer.json().message]).toEqual([status, 'string']);
  });
});

describe('a witness', () => {
  const witness = witnessParty('witness.example/bureau');

  const lineOf = (checkpoint: string, by: Party) => {
    const note = parseNote(checkpoint);
    if (!note.ok) throw new Error(note.why);
    return signatureLine(cosign(note.note.text, by.name, by.signer, 1_800_000_000));
  };
  const send = (checkpoint: number, cosignature: string) =>
    server.inject({
      method: 'POST',
      url: '/api/v1/log/cosignatures',
      headers: headers(),
      payload: { checkpoint, cosignature },
    });

  test('whose key is known cosigns a checkpoint; it and the proofs of its entries then carry the line', async () => {
    await server.context.stores.merkle.addWitness(witness.name, formatNoteKey(witness.key));
    await grow(2);
    const before = await state();
    const answer = await send(2, lineOf(before.checkpoint, witness));
    expect([answer.statusCode, answer.json()]).toEqual([200, { size: 2, witness: witness.name }]);
    const { key, checkpoint } = await state();
    const logKey = parseNoteKey(key) as NoteKey;
    const demands = { logKey, witnessKeys: [witness.key], witnessesNeeded: 1 };
    expect(verifyCheckpoint(checkpoint, demands).ok).toBe(true);
    expect(verifyCheckpoint(before.checkpoint, demands).ok).toBe(false);
    const [item] = (await server.pull()).json().items;
    const leaf = Buffer.from(canonicalJson(item.record), 'utf8');
    expect(verifyTlogProof({ proof: item.proof.log, leaf, ...demands }).ok).toBe(true);
    // The log has grown, and the witness has not been back: older items keep the tree that it saw.
    await grow(1);
    const cosigned = async (query: string) =>
      (await server.pull(query)).json().items.map(({ record, proof }: AttendanceItem) => {
        const text = Buffer.from(canonicalJson(record), 'utf8');
        return verifyTlogProof({ proof: proof.log, leaf: text, ...demands }).ok;
      });
    expect(await cosigned('?limit=2')).toEqual([true, true]);
    expect(await cosigned('')).toEqual([false, false, false]);
  });

  test('that is not known, that signed another tree, or that signed nothing is refused', async () => {
    await grow(2);
    const { checkpoint } = await state();
    const codes = async (size: number, line: string) => {
      const answer = await send(size, line);
      return [answer.statusCode, answer.json().code];
    };
    expect(await codes(2, lineOf(checkpoint, witness))).toEqual([401, 'bad_signature']);
    await server.context.stores.merkle.addWitness(witness.name, formatNoteKey(witness.key));
    await grow(1);
    expect(await codes(3, lineOf(checkpoint, witness))).toEqual([401, 'bad_signature']);
    expect(await codes(9, lineOf(checkpoint, witness))).toEqual([404, 'not_found']);
    expect(await codes(2, 'nonsense')).toEqual([401, 'bad_signature']);
    const thief = { ...witness, signer: witnessParty(witness.name).signer };
    expect(await codes(2, lineOf(checkpoint, thief))).toEqual([401, 'bad_signature']);
    expect(await server.context.stores.merkle.cosignatures(2)).toEqual([]);
  });
});
