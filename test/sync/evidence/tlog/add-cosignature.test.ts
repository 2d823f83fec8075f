import { describe, expect, test } from 'vitest';
import { addCosignature } from '../../../../sync/evidence/tlog/add-cosignature.ts';
import { cosign } from '../../../../sync/evidence/tlog/cosignature.ts';
import { parseNote, signatureLine } from '../../../../sync/evidence/tlog/signed-note.ts';
import { verifyCheckpoint } from '../../../../sync/evidence/tlog/verify-tlog-proof.ts';
import { type Party, SampleLog, witnessParty } from './sample-log.ts';

const log = new SampleLog();
await log.append(['a', 'b', 'c']);
const note = await log.checkpoint();
const witness = witnessParty('subsidy.example/w');
const keys = [witness.key];

function lineOf(checkpointNote: string, by: Party, atSeconds: number): string {
  const read = parseNote(checkpointNote);
  return signatureLine(cosign(read.ok ? read.note.text : '', by.name, by.signer, atSeconds));
}

test('a witness’s line comes under the note, and a later one in its place', () => {
  const once = addCosignature(note, lineOf(note, witness, 10), keys);
  const twice = addCosignature(once.ok ? once.note : '', lineOf(note, witness, 20), keys);
  const trust = { logKey: log.party.key, witnessKeys: keys, witnessesNeeded: 1 };
  expect(verifyCheckpoint(note, trust).ok).toBe(false);
  expect(once.ok && verifyCheckpoint(once.note, trust)).toMatchObject({ witnesses: [{ atSeconds: 10 }] });
  expect(twice.ok && verifyCheckpoint(twice.note, trust)).toMatchObject({ witnesses: [{ atSeconds: 20 }] });
  expect(twice.ok && twice.note.split('\n').filter((line) => line.startsWith('—'))).toHaveLength(2);
});

describe('refused, with the reason', () => {
  const line = lineOf(note, witness, 10);
  test.each<[string, string]>([
    [line.slice(0, -1), 'is not one line of a signed note'],
    [`${line}${line}`, 'is not one line of a signed note'],
    ['', 'is not one line of a signed note'],
    [lineOf(note, witnessParty('subsidy.example/w'), 10), 'is not of a known witness'],
  ])('%.40j', (bad, why) => expect(addCosignature(note, bad, keys)).toEqual({ ok: false, why }));

  test('a line for another checkpoint', async () => {
    const other = lineOf(await log.checkpoint(2), witness, 10);
    expect(addCosignature(note, other, keys)).toEqual({
      ok: false,
      why: 'is not a cosignature of this checkpoint',
    });
  });

  test('a note that is none', () => {
    expect(addCosignature('x', line, keys)).toEqual({
      ok: false,
      why: expect.stringMatching(/^is for a note that has/),
    });
  });
});
