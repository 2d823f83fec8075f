import { describe, expect, test } from 'vitest';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { checkInData } from '../../helpers/log-writer.ts';
import { evidence, itemOf, linesOf, server, verifyItems, verifyLines } from './sample-evidence.ts';

const sample = await evidence();
const lines = linesOf(sample);
const whats = (verifier: Verifier) => verifier.wrong.map(({ what }) => what);

describe('a page of the pull API', () => {
  test('that is honest holds, beside the bundle of the same records too', () => {
    const verifier = verifyLines([lines]);
    verifier.addPage('page.json', { items: [itemOf(sample), itemOf(sample, 2)] });
    expect([verifier.wrong, verifier.counts.records]).toEqual([[], 4]);
  });

  test.each([
    [[{ forged: 1 }]],
    [{ Items: [] }],
    [{ items: [], more: 1 }],
    [{ items: {} }],
    [null],
    [undefined],
  ])('is not %j', (page) => {
    const verifier = new Verifier([server.publicKey]);
    verifier.addPage('p.json', page);
    expect(whats(verifier)).toEqual(['page p.json']);
  });

  const item = itemOf(sample);
  test.each([
    ['nothing', undefined],
    ['a field more', { ...item, credit: 8 }],
    ['a field more in the decision', { ...item, decision: { ...item.decision, creditMinutes: 320 } }],
    ['a field more in the proof', { ...item, proof: { ...item.proof, merkle: 'x' } }],
    ['an id that is an object', { ...item, id: { toString: 1 } }],
    ['another decision', { ...item, decision: { ...item.decision, minutes: 40 } }],
    ['another person', { ...item, person: 'per_ghost' }],
    ['another class', { ...item, class: 'cls_other' }],
    ['a lone surrogate', { ...item, record: within(item.record, { boot: '\ud800' }) }],
    ['a changed record', { ...item, record: within(item.record, { wall: 1 }) }],
    ['the acceptance of another', { ...item, proof: itemOf(sample, 1).proof }],
  ])('does not hold with %s in an item', (_name, changed) => {
    const verifier = verifyItems([changed]);
    expect(whats(verifier)[0]).toMatch(/^item 1( \(chk_0\))?$/);
    expect(verifier.counts.records).toBe(0);
  });

  test('does not hold with a record that is not an accepted check-in', async () => {
    const place = { session: 'ses_1', person: 'per_1', role: 'trainee' } as const;
    const other = await evidence((log) => {
      log.append('check-in', checkInData({ outcome: 'refused' }));
      log.append('check-in', checkInData(), { v: 3 });
      log.append('enrolment', { person: 'per_1', method: 'finger', samples: 3, with: 'x', quality: 1 });
    });
    const shown = { ...itemOf(sample), ...place };
    const items = other.writer.records.map((record, index) => ({
      ...shown,
      record,
      proof: itemOf(other, index).proof,
    }));
    expect(whats(verifyItems(items))).toHaveLength(3);
  });

  test('shows no check-in twice', async () => {
    const again = await evidence((log) => void log.append('check-in', checkInData({ id: 'chk_0' })));
    expect(whats(verifyItems([item, item]))).toEqual(['item 2 (chk_0)']);
    expect(whats(verifyItems([item, itemOf(again)]))).toEqual(['item 2 (chk_0)']);
  });
});

function within(record: SignedRecord, change: object): SignedRecord {
  return { ...record, body: { ...record.body, ...change } };
}
