import type { RecordData, SignedRecord } from '../../../../sync/contract/records.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { contactAt } from '../sample-evidence.ts';
import { bundle, type RightFile } from './right-file.ts';
import { evidenceOf, logOf, rightSteps } from './short-evidence.ts';
import { bootKeyOf, bundleText, type Shown, withBootKeyLines } from './shown.ts';
import { minute, type StoryLog } from './story-log.ts';

const { start, checkIn } = rightSteps;

/** Logs whose keys are found by the rules that are easiest to misread. */
export async function rightLogs(early: Shown): Promise<readonly RightFile[]> {
  return [
    bundle('mid-log', await midLog(), { records: 1, checkIns: 1 }),
    bundle('mid-log-at-a-start', await midLogAtStart(), { records: 2, checkIns: 1 }),
    bundle('mid-log-after-a-rotation', await midLogAfterRotation(), { records: 3, checkIns: 2 }),
    bundle('before-the-first-start', bundleText(early), { records: 2, checkIns: 2 }),
    bundle('records-that-change-no-key', await unchangedKeys(), { records: 5, checkIns: 1 }),
    bundle('refused-check-in-without-a-time', await refusedCheckIn(), { records: 2, checkIns: 1 }),
    bundle('receipt-of-an-empty-log', await receiptOfEmptyLog(), { records: 2, checkIns: 1 }),
  ];
}

async function midLog(): Promise<string> {
  const log = logOf(start, checkIn);
  return withBootKeyLines(bundleText(await evidenceOf(log, { fromSeq: 2 })), [bootKeyOf(log.records, 1)]);
}

async function midLogAtStart(): Promise<string> {
  return bundleText(await evidenceOf(logOf(start, checkIn, start, checkIn), { fromSeq: 3 }));
}

/** The first device key certified the boot key that is in use, the second is in hand: it certifies the next. */
async function midLogAfterRotation(): Promise<string> {
  const log = rotatedLog();
  return withBootKeyLines(bundleText(await evidenceOf(log, { fromSeq: 4 })), [bootKeyOf(log.records, 1)]);
}

/** Of six records; the third brings a new device key, and the fifth starts with it. */
export function rotatedLog(): StoryLog {
  return logOf(start, checkIn, rotate, checkIn, start, (log) => void log.checkIn({ id: 'chk_2' }));
}

export function rotate(log: StoryLog): void {
  const next = memoryKey('ES256');
  log.rotate(next);
  log.signer = next;
  log.certified({ issuedAt: log.nowMs, expiresAt: contactAt + 90 * minute }, String(log.head.seq));
}

/** Malformed ones, which the server held, and ones of a later version, which it accepted; then the first keys go on. */
async function unchangedKeys(): Promise<string> {
  const log = logOf(start, (log) => {
    const boot = bootKeyOf(log.records, 1);
    const rotation = { publicKey: memoryKey('ES256').publicKey, suite: 'ES256', byOld: 'AA', byNew: 'AA' };
    log.append('boot', { program: 'kiosk', node: 'v20', key: boot, more: 1 } as RecordData<'boot'>);
    log.append('boot', { program: 'kiosk', node: 'v20' } as RecordData<'boot'>);
    log.append('rotation', { ...rotation, more: 1 } as RecordData<'rotation'>);
    log.append('rotation', rotation as RecordData<'rotation'>, { v: 3 });
    log.append('boot', { program: 'kiosk', node: 'v20', key: boot }, { v: 3 });
    log.checkIn({ id: 'chk_1' });
    log.start();
  });
  const isMalformed = ({ body }: SignedRecord) => ['2', '3', '4'].includes(body.seq);
  return bundleText(await evidenceOf(log, { accepted: (record) => !isMalformed(record) }));
}

/** It proves no attendance, and needs no proven time. */
async function refusedCheckIn(): Promise<string> {
  const refused = { id: 'chk_1', outcome: 'refused', reason: 'unknown-person' } as const;
  const log = logOf(start, (log) => void log.checkIn(refused, { anchor: null }));
  return bundleText(await evidenceOf(log));
}

/** Of what it says of the empty log nothing is compared, and no record is covered. */
async function receiptOfEmptyLog(): Promise<string> {
  const log = logOf(start, checkIn);
  const { seq } = log.timeReceipts[0]?.body ?? {};
  if (seq !== '0') throw new Error('the first contact was not before the first record');
  log.contact({ seq, head: 'f'.repeat(64), at: contactAt - minute, nonce: 'nonce-of-a-contact-before' });
  return bundleText(await evidenceOf(log));
}
