import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealRecord } from '../../../sync/evidence/record.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { checkInData } from '../../helpers/log-writer.ts';
import {
  accept,
  certify,
  evidence,
  itemOf,
  linesOf,
  server,
  verifyItems,
  verifyLines,
} from './sample-evidence.ts';

const sample = evidence();
const { device, writer } = sample;
const lines = linesOf(sample);
const whats = (verifier: Verifier) => verifier.wrong.map(({ what }) => what);
const whys = (verifier: Verifier) => verifier.wrong.map(({ why }) => why).join('; ');

describe('a bundle', () => {
  test('that is honest holds', () => {
    const verifier = verifyLines([lines]);
    expect(verifier.wrong).toEqual([]);
    expect(verifier.counts).toEqual({
      records: 4,
      checkIns: 3,
      segmentsNamed: 1,
      filesChecked: 0,
      notAccepted: 0,
    });
  });

  test.each([
    ['a changed value', '"id":"chk_1"', '"id":"chk_9"'],
    ['a space', '"id":"chk_1"', '"id": "chk_1"'],
    ['a forged key before the real one', '"id":"chk_1"', '"id":"chk_9","id":"chk_1"'],
    ['a lone surrogate', '"id":"chk_1"', '"id":"\\ud800"'],
    ['a missing quote', '"id":"chk_1"', '"id":chk_1"'],
  ])('with %s in one record names that record and no other', (_name, from, to) => {
    const changed = lines.map((line) => line.replace(from, to));
    const named = whats(verifyLines([changed]));
    expect(named[0]).toBe(`record 2 of ${device} (line 4)`);
    expect(named.filter((what) => !what.startsWith('record 2 of'))).toEqual([]);
  });

  test.each([
    ['left out', [0, 1, 2, 4, 5], 'record 3 of'],
    ['swapped with the next', [0, 1, 2, 4, 3, 5], 'record 3 of'],
  ])('with a record %s names the place', (_name, order, what) => {
    const changed = order.map((index) => lines[index] as string);
    expect(whats(verifyLines([changed]))[0]).toContain(what);
  });

  test('with a record of seq 0 does not hold: logs begin at 1', () => {
    const zero = evidence((log) => void log.append('check-in', checkInData(), { seq: '0' }));
    expect(whats(verifyLines([linesOf(zero)]))[0]).toContain('record 0 of');
  });

  test('may repeat what another bundle shows, whole or from mid-log', () => {
    const tail = [...lines.slice(0, 2), ...lines.slice(4)].filter((line) => !/"seq":"[12]"/.test(line));
    for (const bundles of [
      [lines, lines],
      [tail, lines],
      [lines, tail],
    ]) {
      const verifier = verifyLines(bundles);
      expect([verifier.wrong, verifier.counts.records]).toEqual([[], 4]);
    }
  });

  test('and another with a different record in the same place do not hold together', () => {
    const { body } = writer.records[0] as SignedRecord;
    const forked = sealRecord({ ...body, data: { ...body.data, person: 'per_ghost' } }, writer.signer);
    const other = { ...sample, writer: { ...writer, records: [forked] }, acceptances: [accept(forked)] };
    const verifier = verifyLines([lines, linesOf(other as never)]);
    expect(whats(verifier)[0]).toContain(`record 1 of ${device}`);
    expect(whys(verifier)).toContain('forked');
  });
});

describe('acceptances', () => {
  test('records without one are told of, not counted, and not wrong', () => {
    const verifier = verifyLines([lines.slice(0, 7)]);
    expect(verifier.wrong).toEqual([]);
    expect(verifier.counts).toMatchObject({ records: 1, checkIns: 1, notAccepted: 3 });
    expect(verifier.notAccepted.map(({ seq }) => seq)).toEqual(['2', '3', '4']);
  });

  test('of another record, of no record, and of another signer are wrong', () => {
    const of = (acceptance: object) =>
      whats(verifyLines([[...lines.slice(0, 6), canonicalJson({ acceptance })]]));
    const [first] = writer.records as [SignedRecord];
    expect(of(accept(first, 'f'.repeat(64)))).toEqual([`record 1 of ${device}`]);
    const later = { ...first, body: { ...first.body, seq: '9' } };
    expect(of(accept(later))).toEqual([`record 9 of ${device}`]);
    const forged = { ...accept(first), key: memoryKey('Ed25519').keyId };
    expect(of(forged)).toEqual(['line 7']);
  });

  test('are not needed by who trusts the device itself', () => {
    const keys = [writer.identity.publicKey];
    for (const bundle of [lines.slice(0, 6), lines]) {
      const verifier = verifyLines([bundle], keys);
      expect([verifier.wrong, verifier.counts.records, verifier.notAccepted]).toEqual([[], 4, []]);
    }
    const verifier = verifyItems([itemOf(sample)], keys);
    expect([verifier.wrong, verifier.counts.checkIns]).toEqual([[], 1]);
  });

  test('are needed as soon as a server is trusted too', () => {
    const verifier = verifyLines([lines.slice(0, 6)], [server.publicKey, writer.identity.publicKey]);
    expect(verifier.counts).toMatchObject({ records: 0, notAccepted: 4 });
  });
});

describe('certificates', () => {
  const stranger = memoryKey('ES256');
  const withCertificate = (certificate: object) => [
    lines[0] as string,
    canonicalJson({ certificate }),
    ...lines.slice(2),
  ];

  test.each([
    ['of another device’s name, signed by the server', certify(device, stranger.publicKey), [server]],
    ['of another device’s name, its key trusted', certify(device, stranger.publicKey), [server, stranger]],
    ['of no proper shape, its key trusted', { body: { device, publicKey: stranger.publicKey } }, [stranger]],
    ['of a field more', { ...sample.certificate, note: 'x' }, [server, writer.signer]],
    ['of a key that is no P-256 key', certify('dev_x', server.publicKey), [server]],
    ['of another signer', certify(device, writer.identity.publicKey, memoryKey('Ed25519')), [server]],
  ])('%s certify nothing', (_name, certificate, keys) => {
    const trusted = keys.map(({ publicKey }) => publicKey);
    const verifier = verifyLines([withCertificate(certificate)], trusted);
    expect(whats(verifier)[0]).toBe('line 2');
    expect(verifier.counts.checkIns).toBe(0);
  });

  test('that differ for one device are wrong', () => {
    const other = certify(device, writer.identity.publicKey, server, 2);
    expect(whys(verifyLines([lines, withCertificate(other)]))).toContain('another certificate');
    const item = itemOf(sample, 1);
    const second = { ...item, proof: { ...item.proof, certificate: other } };
    expect(whats(verifyItems([itemOf(sample), second]))).toEqual(['item 2 (chk_1)']);
  });
});

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

  test('does not hold with a record that is not an accepted check-in', () => {
    const place = { session: 'ses_1', person: 'per_1', role: 'trainee' } as const;
    const other = evidence((log) => {
      log.append('check-in', checkInData({ outcome: 'refused' }));
      log.append('check-in', checkInData(), { v: 2 });
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

  test('shows no check-in twice', () => {
    const again = evidence((log) => void log.append('check-in', checkInData({ id: 'chk_0' })));
    expect(whats(verifyItems([item, item]))).toEqual(['item 2 (chk_0)']);
    expect(whats(verifyItems([item, itemOf(again)]))).toEqual(['item 2 (chk_0)']);
  });
});

describe('nothing makes it throw', () => {
  const kinds = ['header', 'certificate', 'record', 'acceptance', 'segment-receipt', 'unreadable'];

  test('in a line', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), anything(), (kind, value) => {
        const verifier = new Verifier([server.publicKey]);
        const line = { kind, certificate: value, record: value, acceptance: value, receipt: value };
        verifier.addLine(line as never, 2);
        expect(verifier.wrong).toHaveLength(kind === 'header' ? 0 : 1);
      }),
    );
  });

  test('in an item, even one that is whole but for one field', () => {
    const fields = fc.constantFrom('id', 'person', 'decision', 'record', 'proof');
    fc.assert(
      fc.property(fields, anything(), (field, value) => {
        expect(verifyItems([value]).wrong).toHaveLength(1);
        expect(verifyItems([{ ...itemOf(sample), [field]: value }]).wrong).toHaveLength(1);
      }),
    );
  });

  test('in a record of the device itself', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('data', 'boot', 'anchor', 'class', 'seq', 'v' as const),
        anything(),
        (field, value) => {
          const whole = writer.records[1] as SignedRecord;
          fc.pre(value !== whole.body[field]);
          const record = within(whole, { [field]: value });
          const verifier = new Verifier([writer.identity.publicKey]);
          verifier.addLine({ kind: 'certificate', certificate: sample.certificate }, 2);
          verifier.addLine({ kind: 'record', record }, 3);
          expect(verifier.wrong).toHaveLength(1);
        },
      ),
    );
  });
});

/** JSON values, some of them nested too deeply or holding lone surrogates. */
function anything() {
  const odd = fc.constantFrom<unknown>(nested(40), '\ud800', { toString: 1 }, Number.NaN, null);
  return fc.oneof(fc.jsonValue(), odd);
}

function nested(depth: number): Record<string, unknown> {
  return depth === 0 ? {} : { deep: nested(depth - 1) };
}

function within(record: SignedRecord, change: object): SignedRecord {
  return { ...record, body: { ...record.body, ...change } };
}
