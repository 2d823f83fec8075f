import type { SignedRecord } from '../../../../sync/contract/records.ts';
import type { Statement } from '../../../../sync/contract/statements.ts';
import type { LogEntry } from '../../../../sync/evidence/bundle.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { contactAt, server } from '../sample-evidence.ts';
import { bundleText, resealed, type Shown, serverLogOf } from './shown.ts';
import { acceptanceOf, minute, segmentReceipt } from './story-log.ts';

export type WrongText = readonly [kind: string, text: string, says: string];

/** The right short log, of which one word of the server's, or one line, is wrong. */
export async function wrongWords(right: Shown): Promise<readonly WrongText[]> {
  const foreign = memoryKey('Ed25519');
  const [certificate] = right.certificates as [Statement<'device-certificate'>];
  const [contact] = right.timeReceipts as [Statement<'time-receipt'>];
  const [boot, checkIn] = right.records as [SignedRecord, SignedRecord];
  const { device } = boot.body;
  const forked = await serverLogOf([boot, boot]);
  const revocation = { v: 1, device, fromSeq: '2', at: contactAt, reason: 'stolen' } as const;
  const changes: readonly [kind: string, change: Partial<Shown>, says: string][] = [
    ['certificate-of-another-server', { certificates: [resealed(certificate, foreign)] }, 'not signed by a'],
    [
      'acceptance-of-another-record',
      {
        acceptances: [acceptanceOf(boot), acceptanceOf(checkIn, 'f'.repeat(64))],
      },
      'is not the one that the server accepted',
    ],
    ['acceptance-missing', { acceptances: right.acceptances.slice(0, 1) }, 'its acceptance is not shown'],
    [
      'receipt-for-another-record',
      withReceipt(right, { seq: '2', head: 'f'.repeat(64) }),
      'the log was forked',
    ],
    ['receipt-of-another-server', { timeReceipts: [resealed(contact, foreign)] }, 'not signed by a'],
    ['log-cut-off', withReceipt(right, { seq: '7' }), 'is cut off'],
    ['entry-missing', { entries: right.entries.slice(0, 1) }, 'no entry of the server’s log is shown'],
    [
      'entry-with-wrong-path',
      { entries: firstEntry(right, () => ({ hashes: [`${'A'.repeat(43)}=`] })) },
      'prove',
    ],
    ['entry-of-another-index', { entries: firstEntry(right, () => ({ index: 1 })) }, 'does not prove'],
    [
      'checkpoint-of-another-key',
      { checkpoint: await (await serverLogOf(right.records, foreign)).checkpoint() },
      'log',
    ],
    [
      'revocation-of-another-server',
      { revocations: [sealStatement('revocation', revocation, foreign)] },
      'not signed',
    ],
    [
      'segment-receipt-without-record',
      { segmentReceipts: [segmentReceipt(device, 'f'.repeat(64))] },
      'no record',
    ],
  ];
  const text = bundleText(right);
  return [
    ...changes.map(([kind, change, says]) => [kind, bundleText({ ...right, ...change }), says] as const),
    ['receipt-before-the-record-that-it-forks', receiptsFirst(right), 'the log was forked'],
    [
      'two-logs-of-one-size',
      `${text}{"checkpoint":${JSON.stringify(await forked.checkpoint())}}\n`,
      'two histories',
    ],
    [
      'line-with-a-space',
      text.replace('"class":"cls_test",', '"class": "cls_test",'),
      'its text was changed',
    ],
    [
      'line-with-a-key-twice',
      text.replace('"id":"chk_1"', '"id":"chk_9","id":"chk_1"'),
      'its text was changed',
    ],
    ['line-with-another-number-form', text.replace('"minutes":0', '"minutes":0e5'), 'its text was changed'],
  ];
}

function withReceipt({ timeReceipts }: Shown, change: object): Partial<Shown> {
  const [first] = timeReceipts as [Statement<'time-receipt'>];
  const later = { ...first.body, at: contactAt + 9 * minute, nonce: 'nonce-of-another-contact', ...change };
  return { timeReceipts: [...timeReceipts, sealStatement('time-receipt', later, server)] };
}

/** What a receipt says of a record is held against it, though the record comes later. */
function receiptsFirst(right: Shown): string {
  const text = bundleText({ ...right, ...withReceipt(right, { seq: '2', head: 'f'.repeat(64) }) });
  const lines = text.split(/(?<=\n)/);
  const isReceipt = (line: string) => line.startsWith('{"time-receipt":');
  const [header, ...rest] = lines.filter((line) => !isReceipt(line));
  return [header, ...lines.filter(isReceipt), ...rest].join('');
}

function firstEntry({ entries }: Shown, change: (entry: LogEntry) => Partial<LogEntry>): LogEntry[] {
  return entries.map((entry, index) => (index === 0 ? { ...entry, ...change(entry) } : entry));
}
