import { describe, expect, test } from 'vitest';
import type { RecordBody } from '../../../sync/contract/records.ts';
import type { StatementBody } from '../../../sync/contract/statements.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { checkInData, type LogWriter } from '../../helpers/log-writer.ts';
import {
  contactAt,
  type Evidence,
  evidence,
  firstItemOf,
  itemOf,
  linesOf,
  receiptFor,
  server,
  verifyItems,
  verifyLines,
  writeThreeAndVideo,
} from './sample-evidence.ts';

const minute = 60_000;
const verify = (sample: Evidence) => {
  const verifier = verifyLines([linesOf(sample)]);
  verifier.finish();
  return verifier;
};
const wrongs = (sample: Evidence) => verify(sample).wrong.map(({ what, why }) => `${what}: ${why}`);
/** What is said of the bundle, and of the page, of one check-in that differs from a right one. */
const ofOne = async (change: Partial<RecordBody>, of?: (sample: Evidence) => Evidence) => {
  const made = await evidence((log) => void log.append('check-in', checkInData(), change));
  const sample = of?.(made) ?? made;
  return { bundle: wrongs(sample).join('; '), page: verifyItems([itemOf(sample)]).wrong[0]?.why ?? '' };
};

describe('an accepted record', () => {
  test('with right clocks holds, in a bundle and on a page', async () => {
    expect(await ofOne({})).toEqual({ bundle: '', page: '' });
  });

  test.each<[string, Partial<RecordBody>, string]>([
    ['no anchor', { anchor: null }, 'names no time receipt'],
    ['another boot than its receipt', { boot: 'boot-2' }, 'reboot'],
    ['an uptime that differs', { uptime: 5_000 }, 'clock was shifted'],
    ['a wall clock that is off', { wall: contactAt + 3 * minute }, 'more than two minutes off'],
  ])('with %s is named by it', async (_name, change, why) => {
    const said = await ofOne(change);
    expect(said.bundle).toContain(why);
    expect(said.bundle).toMatch(/^record 1 of dev_/);
    expect(said.page).not.toBe('');
  });

  test('whose clock went backwards after the record before is named in a bundle', async () => {
    const sample = await evidence((log) => {
      log.append('check-in', checkInData());
      log.append('check-in', checkInData({ id: 'chk_2' }), { wall: contactAt - 1_001 });
    });
    expect(wrongs(sample).join()).toContain('clock that had gone backwards');
  });

  test.each<[string, (sample: Evidence) => Evidence]>([
    ['is not shown', (sample) => ({ ...sample, timeReceipts: [] })],
    ['is of another place of the log', (sample) => withReceipt(sample, { seq: '9' })],
    ['is of another device', (sample) => withReceipt(sample, { device: 'dev_other' })],
    ['is another one', (sample) => withReceipt(sample, { nonce: 'another-nonce-of-another-contact' })],
  ])('whose time receipt %s is not proven', async (_name, change) => {
    const said = await ofOne({}, change);
    expect(said.bundle).toContain('names no time receipt that is here');
    expect(said.page).not.toBe('');
  });

  test('whose receipt another key signed is not proven, and the receipt is named', async () => {
    const sample = await evidence();
    const forged = sealStatement('time-receipt', receiptOf(sample), memoryKey('Ed25519'));
    const said = wrongs({ ...sample, timeReceipts: [forged] });
    expect(said[0]).toBe('line 7: the time receipt is not signed by a trusted key');
    expect(said.join()).toContain('names no time receipt that is here');
  });

  test('of which a later receipt names another digest was forked', async () => {
    const sample = await evidence();
    const fork = { seq: '2', head: 'f'.repeat(64), nonce: 'another-nonce-of-another-contact' };
    const timeReceipts = [...sample.timeReceipts, receiptFor(sample.writer, fork)];
    expect(wrongs({ ...sample, timeReceipts }).join()).toContain('the log was forked');
  });

  test('written after its certificate had run out is named; a renewed one covers it', async () => {
    const sample = await evidence();
    const { body } = sample.certificate;
    const until = (expiresAt: number, issuedAt = 1) =>
      sealStatement('device-certificate', { ...body, expiresAt, issuedAt } as never, server);
    const ended = { ...sample, certificate: until(contactAt - 1) };
    expect(wrongs(ended).join()).toContain('after the certificate of its device had run out');
    expect(verifyItems([itemOf(ended)]).wrong[0]?.why).toContain('had run out');
    const renewed = { certificate: until(contactAt + 90 * minute, contactAt - 10) };
    const lines = linesOf(ended);
    const second = linesOf({ ...sample, certificate: renewed.certificate as never })[1] as string;
    expect(verifyLines([[...lines.slice(0, 2), second, ...lines.slice(2)]]).wrong).toEqual([]);
  });
});

describe('a revocation', () => {
  const revoke = (device: string, fromSeq: string, by = server) =>
    sealStatement('revocation', { v: 1, device, fromSeq, at: contactAt, reason: 'stolen' }, by);

  test('takes back what was accepted from its record on, though an acceptance is shown', async () => {
    const sample = await evidence();
    const verifier = verify({ ...sample, revocations: [revoke(sample.device, '2')] });
    expect(verifier.counts).toMatchObject({ records: 1, checkIns: 1, notAccepted: 3 });
    expect(verifier.notAccepted.map(({ seq }) => seq)).toEqual(['2', '3', '4']);
  });

  test('of another device, or of another signer, takes nothing back', async () => {
    const sample = await evidence();
    expect(verify({ ...sample, revocations: [revoke('dev_other', '1')] }).counts.checkIns).toBe(3);
    const forged = verify({ ...sample, revocations: [revoke(sample.device, '1', memoryKey('Ed25519'))] });
    expect(forged.wrong.map(({ why }) => why)).toEqual(['the revocation is not signed by a trusted key']);
    expect(forged.counts.checkIns).toBe(3);
  });
});

describe('what version 0.1 wrote', () => {
  const first = async () => {
    const made = await evidence((log) => writeThreeAndVideo(log, { v: 1, anchor: null }));
    const { publicKey } = made.writer.identity;
    const body = { v: 1, device: made.device, publicKey, registeredAt: 1 } as const;
    const certificate = sealStatement('device-certificate', body, server);
    return { ...made, certificate, timeReceipts: [], checkpoint: undefined, entries: [] };
  };

  test('still verifies: a bundle of format 1 without times and trees, and a page of its items', async () => {
    const sample = await first();
    const lines = linesOf(sample).map((line, index) => (index === 0 ? line.replace('"v":2', '"v":1') : line));
    const verifier = verifyLines([lines]);
    verifier.addPage('page.json', { items: [firstItemOf(sample), firstItemOf(sample, 2)], nextCursor: '2' });
    verifier.finish();
    expect([verifier.wrong, verifier.counts.checkIns]).toEqual([[], 3]);
  });

  test('goes on with version 2: the old records need no receipt, the new ones do', async () => {
    const write = (log: LogWriter) => {
      log.append('check-in', checkInData(), { v: 1, anchor: null });
      log.begin();
      log.append('check-in', checkInData({ id: 'chk_2' }));
    };
    const sample = await evidence(write);
    expect(wrongs(sample)).toEqual([]);
    const said = wrongs({ ...sample, timeReceipts: [] });
    expect(new Set(said.map((wrong) => wrong.split(' of ')[0]))).toEqual(new Set(['record 3']));
  });

  test('is not a way around the time: an item of the first form with a record of version 2 does not hold', async () => {
    const sample = await evidence((log) => void log.append('check-in', checkInData(), { anchor: null }));
    expect(verifyItems([firstItemOf(sample)]).wrong).toHaveLength(1);
  });
});

function receiptOf({ timeReceipts }: Evidence): StatementBody<'time-receipt'> {
  const [receipt] = timeReceipts;
  if (!receipt) throw new Error('no receipt');
  return receipt.body;
}

function withReceipt(sample: Evidence, change: Partial<StatementBody<'time-receipt'>>): Evidence {
  const body = { ...receiptOf(sample), ...change };
  return { ...sample, timeReceipts: [sealStatement('time-receipt', body, server)] };
}
