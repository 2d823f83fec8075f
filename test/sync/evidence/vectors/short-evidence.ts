import type { SignedRecord } from '../../../../sync/contract/records.ts';
import { memoryKey } from '../../../../sync/evidence/keys.ts';
import { contactAt } from '../sample-evidence.ts';
import { entriesOf, type Shown, serverLogOf } from './shown.ts';
import { acceptanceOf, minute, StoryLog } from './story-log.ts';

type Step = (log: StoryLog) => void;

/** A log of two records, step by step: wrong logs differ in one of them, and may go on from there. */
export const rightSteps: Readonly<Record<'start' | 'checkIn', Step>> = {
  start: (log) => void log.start(),
  checkIn: (log) => void log.checkIn({ id: 'chk_1' }),
};

/** That log with everything that the server says of it when it accepts all, as a dishonest server could. */
export async function shortEvidence(change: Partial<typeof rightSteps> = {}): Promise<Shown> {
  const log = new StoryLog(memoryKey('ES256'));
  log.certified({ issuedAt: contactAt - 1, expiresAt: contactAt + 90 * minute });
  log.contact();
  for (const step of Object.values({ ...rightSteps, ...change })) {
    log.nowMs += minute;
    step(log);
  }
  return wordsOn(log);
}

async function wordsOn({ certificates, records, timeReceipts }: StoryLog): Promise<Shown> {
  const server = await entriesOf(await serverLogOf(records), records);
  const acceptances = records.map((record: SignedRecord) => acceptanceOf(record));
  return {
    certificates,
    records,
    timeReceipts,
    revocations: [],
    acceptances,
    ...server,
    segmentReceipts: [],
  };
}
