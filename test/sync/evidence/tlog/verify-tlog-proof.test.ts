import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCheckpoint } from '../../../../sync/evidence/tlog/checkpoint.ts';
import { inclusionProof } from '../../../../sync/evidence/tlog/merkle-tree.ts';
import { type NoteKey, parseNoteKey } from '../../../../sync/evidence/tlog/note-key.ts';
import { signNoteText } from '../../../../sync/evidence/tlog/sign-checkpoint.ts';
import { formatNote } from '../../../../sync/evidence/tlog/signed-note.ts';
import { formatTlogProof, parseTlogProof } from '../../../../sync/evidence/tlog/tlog-proof.ts';
import { verifyCheckpoint, verifyTlogProof } from '../../../../sync/evidence/tlog/verify-tlog-proof.ts';
import { seedOf } from '../../../fault/seeded.ts';
import { logParty, SampleLog, witnessParty } from './sample-log.ts';
import vectors from './vectors/notes.json' with { type: 'json' };

const seed = seedOf('verify-tlog-proof');
const log = new SampleLog();
await log.append(Array.from({ length: 11 }, (_, i) => `record ${i}`));
const [first, second] = [witnessParty('subsidy.example/w'), witnessParty('second.example/w')];
const proof = await log.proof(6, 11, [first, second]);
const leaf = Buffer.from('record 6');
const logKey = log.party.key;
const witnessKeys = [first.key, second.key];

describe('a proof that holds', () => {
  test('tells the place of the entry and who witnessed', () => {
    expect(verifyTlogProof({ proof, leaf, logKey, witnessKeys, witnessesNeeded: 2 })).toMatchObject({
      ok: true,
      origin: 'keqin.example/log',
      size: 11,
      index: 6,
      root: proof.split('\n').find((_, i, lines) => lines[i - 1] === '11'),
      witnesses: [
        { name: 'subsidy.example/w', atSeconds: 1_800_000_000 },
        { name: 'second.example/w', atSeconds: 1_800_000_000 },
      ],
    });
  });

  test('of every entry of every size', async () => {
    for (let size = 1; size <= 11; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const verdict = verifyTlogProof({
          proof: await log.proof(index, size),
          leaf: Buffer.from(`record ${index}`),
          logKey,
        });
        expect(verdict).toMatchObject({ ok: true, size, index });
      }
    }
  });

  test('a checkpoint of the public CT network is verified with its four witnesses', () => {
    const keys = vectors.cosigned.witnessKeys.map((key) => parseNoteKey(key) as NoteKey);
    const trust = { logKey: parseNoteKey(vectors.cosigned.logKey) as NoteKey, witnessKeys: keys };
    expect(verifyCheckpoint(vectors.cosigned.note, { ...trust, witnessesNeeded: 4 })).toMatchObject({
      ok: true,
      checkpoint: { size: vectors.cosigned.size },
      witnesses: { length: 4 },
    });
    expect(verifyCheckpoint(vectors.cosigned.note, { ...trust, witnessesNeeded: 5 }).ok).toBe(false);
  });
});

describe('a proof that does not hold names what is wrong', () => {
  const why = (change: Partial<Parameters<typeof verifyTlogProof>[0]>) => {
    const verdict = verifyTlogProof({ proof, leaf, logKey, witnessKeys, ...change });
    return verdict.ok ? 'accepted' : verdict.why;
  };

  test('the control is accepted', () => expect(why({})).toBe('accepted'));

  test('another entry, another index, another size', async () => {
    expect(why({ leaf: Buffer.from('record 7') })).toBe(
      'does not lead from this entry to the root of the log',
    );
    expect(why({ proof: proof.replace('index 6', 'index 7') })).toMatch(/^does not lead/);
    expect(why({ proof: proof.replace('index 6', 'index 11') })).toBe('says entry 11, of a log of 11');
    expect(why({ proof: proof.replace('\n11\n', '\n12\n') })).toMatch(/bad signature of keqin.example\/log$/);
  });

  test('a node that is passed off as a leaf', async () => {
    const read = parseTlogProof(await log.proof(0, 8));
    if (!read.ok) expect.fail(read.why);
    const { hashes, checkpointNote } = read.proof;
    const [sibling] = await inclusionProof(1, 8, log.tree);
    const node = Buffer.concat([sibling as Buffer, hashes[0] as Uint8Array]);
    const forged = formatTlogProof({ index: 0, hashes: hashes.slice(1), checkpointNote });
    expect(why({ proof: forged, leaf: node })).toMatch(/^does not lead/);
  });

  test('a stranger’s log, and another log of the same key', async () => {
    const stranger = new SampleLog(logParty());
    await stranger.append(['record 0']);
    expect(why({ proof: await stranger.proof(0), leaf: Buffer.from('record 0') })).toBe(
      'is of a checkpoint that is not signed by a trusted key',
    );
    const renamed = logParty('other.example/log', log.party.signer);
    expect(why({ logKey: renamed.key })).not.toBe('accepted');
  });

  test('a checkpoint that the log’s own key signed for another origin', async () => {
    const checkpoint = { origin: 'other.example/log', size: 1, root: Buffer.alloc(32), extensions: [] };
    const text = formatCheckpoint(checkpoint);
    const note = formatNote({ text, signatures: [signNoteText(text, logKey.name, log.party.signer)] });
    expect(verifyCheckpoint(note, { logKey })).toEqual({ ok: false, why: 'is of another log' });
    const notOne = formatNote({
      text: 'a\n',
      signatures: [signNoteText('a\n', logKey.name, log.party.signer)],
    });
    expect(verifyCheckpoint(notOne, { logKey })).toEqual({ ok: false, why: 'has fewer than three lines' });
  });

  test('the witness’s signature alone does not stand for the log’s', () => {
    const without = proof.replace(/— keqin\.example\/log .*\n/, '');
    expect(why({ proof: without })).toBe('is of a checkpoint that is not signed by the trusted log');
  });

  test('too few witnesses: absent, unknown, doubled under two names, or the log itself', async () => {
    const need = (witnessesNeeded: number, keys: readonly NoteKey[], text = proof) =>
      why({ proof: text, witnessKeys: keys, witnessesNeeded });
    const short = /cosignatures of 1 witnesses, where 2 are needed$/;
    expect(need(2, witnessKeys)).toBe('accepted');
    expect(need(2, [first.key])).toMatch(short);
    expect(need(2, witnessKeys, await log.proof(6, 11, [first, first]))).toMatch(short);
    const twoNames = [first, witnessParty('alias.example/w', first.signer)];
    expect(
      need(
        2,
        twoNames.map(({ key }) => key),
        await log.proof(6, 11, twoNames),
      ),
    ).toMatch(short);
    const self = [first, witnessParty('keqin.example/log', log.party.signer)];
    expect(
      need(
        2,
        self.map(({ key }) => key),
        await log.proof(6, 11, self),
      ),
    ).toMatch(short);
    expect(need(1, [second.key], await log.proof(6, 11, [first]))).toMatch(/of 0 witnesses/);
  });

  test('any flipped bit of the text is refused, or leaves no text', () => {
    const bytes = Buffer.from(proof, 'utf8');
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    let [refused, unreadable] = [0, 0];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const copy = Buffer.from(bytes);
      copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
      try {
        const changed = decoder.decode(copy);
        if (why({ proof: changed, witnessesNeeded: 2 }) === 'accepted')
          expect.fail(`bit ${bit} makes no difference`);
        refused += 1;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        unreadable += 1;
      }
    }
    expect(refused + unreadable).toBe(bytes.length * 8);
    expect(refused).toBeGreaterThan(unreadable);
  });

  test('pieces of it in another order, left out, doubled, or replaced, prove the same or nothing, and never throw', () => {
    const lines = proof.split('\n');
    const place = fc.nat(lines.length - 1);
    let accepted = 0;
    const strange = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.constantFrom(...lines));
    fc.assert(
      fc.property(place, fc.nat(4), fc.array(strange, { maxLength: 3 }), (from, count, pieces) => {
        const changed = lines.toSpliced(from, count, ...pieces).join('\n');
        const verdict = verifyTlogProof({ proof: changed, leaf, logKey, witnessKeys, witnessesNeeded: 2 });
        // Signature lines are signed by nobody: they may change places, and others may join them.
        const said = changed.slice(0, changed.indexOf('\n\n—'));
        if (verdict.ok && said !== proof.slice(0, proof.indexOf('\n\n—')))
          expect.fail(`accepted: ${changed}`);
        if (verdict.ok) accepted += 1;
      }),
      { seed, numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(1_000);
  });

  test('no text at all, and texts of other kinds, are refused', () => {
    for (const text of ['', '\n\n', '{}', vectors.cosigned.note])
      expect(why({ proof: text })).not.toBe('accepted');
  });
});
