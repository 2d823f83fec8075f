import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { consistencyProof } from '../../../sync/evidence/tlog/merkle-tree.ts';
import { originOf } from '../../../sync/evidence/tlog/origin.ts';
import type { Verifier } from '../../../sync/evidence/verifier.ts';
import {
  type Evidence,
  entered,
  evidence,
  itemOf,
  linesOf,
  server,
  verifyItems,
  verifyLines,
} from './sample-evidence.ts';
import { logParty, SampleLog } from './tlog/sample-log.ts';

const sample = await evidence();
const records = sample.writer.records.map(canonicalJson);
const whys = ({ wrong }: Verifier) => wrong.map(({ why }) => why);
const verify = (of: Evidence, more: (verifier: Verifier) => void = () => {}) => {
  const verifier = verifyLines([linesOf(of)]);
  more(verifier);
  verifier.finish();
  return verifier;
};

/** The server's log with these entries, and the proofs that it gives out. */
async function logWith(entries: readonly string[], by = server): Promise<SampleLog> {
  const log = new SampleLog(logParty(originOf(by.publicKey), by));
  await log.append(entries);
  return log;
}

async function consistency(log: SampleLog, from: number, to = log.tree.size) {
  const hashes = (await consistencyProof(from, to, log.tree)).map((hash) =>
    Buffer.from(hash).toString('base64'),
  );
  return { from, to, hashes, checkpoint: await log.checkpoint(to) };
}

describe('entries of the server’s log', () => {
  test('hold where other entries stand before and between', async () => {
    const before = ['another device’s', 'and one more', 'and a third'];
    expect(verify({ ...sample, ...(await entered(sample.writer.records, before)) }).wrong).toEqual([]);
  });

  test.each<[string, (of: Evidence) => Partial<Evidence>, string]>([
    [
      'one left out',
      ({ entries }) => ({ entries: entries.slice(1) }),
      'no entry of the server’s log is shown',
    ],
    [
      'of another index',
      ({ entries }) => ({ entries: entries.map((e) => ({ ...e, index: 3 - e.index })) }),
      'does not prove that record 1',
    ],
    [
      'with a hash more',
      ({ entries: [one, ...rest] }) => ({
        entries: [{ ...one, hashes: [...(one?.hashes ?? []), 'A'.repeat(43)] } as never, ...rest],
      }),
      'does not prove that record 1',
    ],
    ['without a checkpoint', () => ({ checkpoint: undefined }), 'an entry without a checkpoint'],
  ])('%s: named', (_name, change, why) => {
    expect(whys(verify({ ...sample, ...change(sample) }))[0]).toContain(why);
  });

  test('under a checkpoint that another key signed prove nothing', async () => {
    const forged = await (await logWith(records, memoryKey('Ed25519'))).checkpoint();
    const said = whys(verify({ ...sample, checkpoint: forged }));
    expect(said[0]).toBe('the checkpoint is not signed by a trusted log');
    expect(said.length).toBeGreaterThan(1);
  });

  test('of a tree with one record edited do not prove the record that is shown', async () => {
    const edited = sample.writer.records.map((r, i) => (i === 1 ? { ...r, sig: `${r.sig.slice(1)}A` } : r));
    const said = whys(verify({ ...sample, ...(await entered(edited)) }));
    expect(said).toContain(`does not prove that record 2 of ${sample.device} is in the server’s log`);
  });
});

describe('two histories of the server’s log', () => {
  const older = async (change: (records: string[]) => string[] = (all) => all) =>
    logWith(change(records.slice(0, 2)));

  test('of one size are seen, wherever the second is shown', async () => {
    const other = await (await logWith([...records.slice(0, 3), 'another entry'])).checkpoint();
    const twice = verify(sample, (verifier) => verifier.addLine({ kind: 'checkpoint', value: other }, 99));
    expect(whys(twice)).toEqual(['the server signed two different logs of 4 entries: it has two histories']);
    const shown = { ...itemOf(sample), proof: { ...itemOf(sample).proof, log: await forkedProof() } };
    expect(verifyItems([itemOf(sample, 1), shown]).wrong[0]?.why).toContain('two histories');
  });

  test('of different sizes are linked by a consistency proof, and told apart by it', async () => {
    const link = consistency(await logWith(records), 2);
    const honest = async (verifier: Verifier, log: SampleLog) => {
      verifier.addLine({ kind: 'checkpoint', value: await log.checkpoint() }, 99);
      const unlinked = verifier.unlinkedTrees.length > 0;
      verifier.addConsistency('c.json', await link);
      return [unlinked, verifier.unlinkedTrees, whys(verifier)];
    };
    expect(await honest(verify(sample), await older())).toEqual([true, [], []]);
    const forked = await honest(verify(sample), await older((all) => ['another', ...all.slice(1)]));
    expect(forked[2]).toEqual([
      'the server’s log of 4 entries does not go on from that of 2: it has two histories',
    ]);
  });

  test.each<[string, (proof: Awaited<ReturnType<typeof consistency>>) => unknown]>([
    ['a hash less', (proof) => ({ ...proof, hashes: proof.hashes.slice(1) })],
    ['a hash changed', (proof) => ({ ...proof, hashes: proof.hashes.map(() => 'A'.repeat(43)) })],
    ['a field more', (proof) => ({ ...proof, more: 1 })],
    ['another end', (proof) => ({ ...proof, to: 5 })],
  ])('a consistency file with %s is named', async (_name, change) => {
    const verifier = verify(sample);
    verifier.addLine({ kind: 'checkpoint', value: await (await older()).checkpoint() }, 99);
    verifier.addConsistency('c.json', change(await consistency(await logWith(records), 2)));
    expect(verifier.wrong.map(({ what }) => what)).toEqual(['consistency c.json']);
  });

  /** A good proof of record 0, of another tree of the same size. */
  async function forkedProof(): Promise<string> {
    return (await logWith([...records.slice(0, 3), 'another entry'])).proof(0);
  }
});

describe('an item’s log proof', () => {
  test('of another entry, of another log, or torn is named', async () => {
    const other = itemOf(sample, 1).proof.log;
    const foreign = await (await logWith(records, memoryKey('Ed25519'))).proof(0);
    for (const log of [other, foreign, itemOf(sample).proof.log.slice(3), '']) {
      const item = { ...itemOf(sample), proof: { ...itemOf(sample).proof, log } };
      expect(verifyItems([item]).wrong[0]?.why).toMatch(/^the log proof /);
    }
  });
});
