import type { SignedRecord } from '../../../../sync/contract/records.ts';
import { fastClockLog } from './right-together.ts';
import { evidenceOf, logOf, rightSteps } from './short-evidence.ts';
import { bundleText, type Shown } from './shown.ts';
import { revocation, type StoryLog } from './story-log.ts';
import type { WrongText } from './wrong-words.ts';

/** Revoked from the last record on: what is shown of it, and receipts that came later, are judged all the same. */
export async function wrongRevoked(): Promise<readonly WrongText[]> {
  const short = logOf(rightSteps.start, rightSteps.checkIn);
  const unproven = logOf(rightSteps.start, (log) => void log.checkIn({ id: 'chk_1' }, { anchor: null }));
  const entries = (await evidenceOf(short)).entries.map((entry) =>
    entry.seq === '2' ? { ...entry, hashes: [] } : entry,
  );
  return [
    ['revoked-and-its-time-not-proven', await revoked(unproven), 'names no time receipt'],
    ['revoked-with-a-wrong-path', await revoked(short, { entries }), 'does not prove'],
    ['revoked-and-cut-off', await revoked(seenAgain({ seq: '3' })), 'is cut off'],
    ['revoked-and-forked', await revoked(seenAgain({ head: 'f'.repeat(64) })), 'the log was forked'],
    [
      'covered-by-a-receipt-of-revoked-records',
      await revoked(fastClockLog(rightSteps.checkIn)),
      'minutes off',
    ],
  ];
}

/** The short log after a second contact. */
function seenAgain(change: { seq?: string; head?: string }): StoryLog {
  const log = logOf(rightSteps.start, rightSteps.checkIn);
  log.contact({ ...change, nonce: 'nonce-of-another-contact' });
  return log;
}

async function revoked(log: StoryLog, change: Partial<Shown> = {}): Promise<string> {
  const last = log.records.at(-1) as SignedRecord;
  const revocations = [revocation(log.device, last.body.seq)];
  return bundleText({ ...(await evidenceOf(log)), revocations, ...change });
}
