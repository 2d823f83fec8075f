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
export function shortEvidence(change: Partial<typeof rightSteps> = {}): Promise<Shown> {
  return evidenceOf(logOf(...Object.values({ ...rightSteps, ...change })));
}

/** Two check-ins before the first start, of one id: the device key signed them itself. */
export function earlyEvidence(): Promise<Shown> {
  return evidenceOf(logOf(rightSteps.checkIn, rightSteps.checkIn));
}

/** A certified log of these steps, a minute apart, after one contact. */
export function logOf(...steps: readonly Step[]): StoryLog {
  const log = new StoryLog(memoryKey('ES256'));
  log.certified({ issuedAt: contactAt - 1, expiresAt: contactAt + 90 * minute });
  log.contact();
  for (const step of steps) {
    log.nowMs += minute;
    step(log);
  }
  return log;
}

interface Selection {
  /** All, if not said. */
  readonly accepted?: (record: SignedRecord) => boolean;
  /** The first that is shown. */
  readonly fromSeq?: number;
}

/** What the server says of a log, of which it accepted some and shows the rest, too. */
export async function evidenceOf(log: StoryLog, { accepted, fromSeq = 1 }: Selection = {}): Promise<Shown> {
  const { certificates, timeReceipts } = log;
  const records = log.records.slice(fromSeq - 1);
  const entered = records.filter(accepted ?? (() => true));
  const server = await entriesOf(await serverLogOf(entered), entered);
  const acceptances = entered.map((record) => acceptanceOf(record));
  const shown = { certificates, records, timeReceipts, acceptances, ...server };
  return { ...shown, revocations: [], segmentReceipts: [] };
}
