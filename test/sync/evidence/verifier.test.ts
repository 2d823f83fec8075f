import { describe, expect, test } from 'vitest';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealRecord } from '../../../sync/evidence/record.ts';
import type { Verifier } from '../../../sync/evidence/verifier.ts';
import { checkInData } from '../../helpers/log-writer.ts';
import {
  accept,
  acceptedUpTo,
  certify,
  evidence,
  itemOf,
  linesOf,
  server,
  verifyItems,
  verifyLines,
} from './sample-evidence.ts';

const sample = await evidence();
const { device, writer } = sample;
const lines = linesOf(sample);
const whats = (verifier: Verifier) => verifier.wrong.map(({ what }) => what);
const whys = (verifier: Verifier) => verifier.wrong.map(({ why }) => why).join('; ');

describe('a bundle', () => {
  test('that is honest holds', () => {
    const verifier = verifyLines([lines]);
    verifier.finish();
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
    // Its place in the server's log, line 14, proves a record that is not here.
    expect(named.filter((what) => !what.startsWith('record 2 of'))).toEqual(['line 14']);
  });

  test.each([
    ['left out', [0, 1, 2, 4, 5], 'record 3 of'],
    ['swapped with the next', [0, 1, 2, 4, 3, 5], 'record 3 of'],
  ])('with a record %s names the place', (_name, order, what) => {
    const changed = order.map((index) => lines[index] as string);
    expect(whats(verifyLines([changed]))[0]).toContain(what);
  });

  test('with a record of seq 0 does not hold: logs begin at 1', async () => {
    const zero = await evidence((log) => void log.append('check-in', checkInData(), { seq: '0' }));
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
    const alone = { checkpoint: undefined, entries: [], acceptances: [accept(forked)] };
    const other = { ...sample, ...alone, writer: { ...writer, records: [forked] } };
    const verifier = verifyLines([lines, linesOf(other as never)]);
    expect(whats(verifier)[0]).toContain(`record 1 of ${device}`);
    expect(whys(verifier)).toContain('forked');
  });
});

describe('acceptances', () => {
  test('records without one are told of, not counted, and not wrong', async () => {
    const verifier = verifyLines([linesOf(await acceptedUpTo(1, sample))]);
    verifier.finish();
    expect(verifier.wrong).toEqual([]);
    expect(verifier.counts).toMatchObject({ records: 1, checkIns: 1, notAccepted: 3 });
    expect(verifier.notAccepted.map(({ seq }) => seq)).toEqual(['2', '3', '4']);
  });

  test('of another record, of no record, and of another signer are wrong', () => {
    const of = (acceptance: object) =>
      whats(verifyLines([[...lines.slice(0, 7), canonicalJson({ acceptance })]]));
    const [first] = writer.records as [SignedRecord];
    expect(of(accept(first, 'f'.repeat(64)))).toEqual([`record 1 of ${device}`]);
    const later = { ...first, body: { ...first.body, seq: '9' } };
    expect(of(accept(later))).toEqual([`record 9 of ${device}`]);
    const forged = { ...accept(first), key: memoryKey('Ed25519').keyId };
    expect(of(forged)).toEqual(['line 8']);
  });

  test('are not needed by who trusts the device itself', () => {
    const keys = [writer.identity.publicKey];
    for (const bundle of [lines.slice(0, 7), lines]) {
      const verifier = verifyLines([bundle], keys);
      expect([verifier.wrong, verifier.counts.records, verifier.notAccepted]).toEqual([[], 4, []]);
    }
    const verifier = verifyItems([itemOf(sample)], keys);
    expect([verifier.wrong, verifier.counts.checkIns]).toEqual([[], 1]);
  });

  test('are needed as soon as a server is trusted too', () => {
    const verifier = verifyLines([lines.slice(0, 7)], [server.publicKey, writer.identity.publicKey]);
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
    const other = certify(device, writer.identity.publicKey, server, { expiresAt: 9e12 });
    expect(whys(verifyLines([lines, withCertificate(other)]))).toContain('another certificate');
    const item = itemOf(sample, 1);
    const second = { ...item, proof: { ...item.proof, certificate: other } };
    expect(whats(verifyItems([itemOf(sample), second]))).toEqual(['item 2 (chk_1)']);
  });

  test('that were renewed hold together', () => {
    const renewed = certify(device, writer.identity.publicKey, server, { issuedAt: 2, expiresAt: 9e12 });
    const verifier = verifyLines([lines, withCertificate(renewed)]);
    expect([verifier.wrong, verifier.counts.checkIns]).toEqual([[], 3]);
  });
});
