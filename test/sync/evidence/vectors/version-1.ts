import type { RecordBody, RecordData, SignedRecord } from '../../../../sync/contract/records.ts';
import { memoryKey, type Signer } from '../../../../sync/evidence/keys.ts';
import { sealRecord } from '../../../../sync/evidence/record.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { contactAt, server } from '../sample-evidence.ts';
import { bundleText, type Item, type Shown } from './shown.ts';
import { minute, StoryLog, segmentData } from './story-log.ts';

const version1 = { v: 1, anchor: null } as const;
type Step = (log: StoryLog) => void;

/** As 0.1 wrote: the device key signs, and no server has said what time it is. */
export const version1Steps = {
  start: (log) => void log.append('boot', { program: 'kiosk', node: 'v20' } as RecordData<'boot'>, version1),
  checkIn: (log) => void log.checkIn({ id: 'chk_1' }, version1),
  segment: (log) => void log.append('segment', segmentData(log.nowMs), version1),
  /** Of a kind that version 1 does not know: its key becomes nobody's. */
  rotation: (log) => void rotateInVersion1(log, memoryKey('ES256')),
  late: (log) => void log.checkIn({ id: 'chk_2', reason: 'late', minutes: 7 }, version1),
} satisfies Record<string, Step>;

/** A log of version 1, step by step. */
export function version1Log(...steps: readonly Step[]): StoryLog {
  const log = new StoryLog(memoryKey('ES256'));
  const { publicKey } = log.signer;
  const body = { v: 1, device: log.device, publicKey, registeredAt: contactAt - minute } as const;
  log.certificates.push(sealStatement('device-certificate', body, server));
  for (const step of steps) {
    log.nowMs += minute;
    step(log);
  }
  return log;
}

/** A bundle as 0.1 exported it: without times, and without the server's log. */
export function version1Bundle(shown: Shown): string {
  const text = bundleText({ ...shown, timeReceipts: [], entries: [], checkpoint: undefined });
  return text.replace('"v":2}\n', '"v":1}\n');
}

/** An item as 0.1 gave it out. */
export function firstItem({ time: _, proof, ...item }: Item): object {
  const { certificate, acceptance } = proof;
  return { ...item, proof: { certificate, acceptance } };
}

/** What is well signed by both keys in version 2. */
export function rotateInVersion1(log: StoryLog, next: Signer): void {
  const { body } = log.rotate(next);
  log.goOnFrom(sealRecord(asVersion1(body), log.signer));
}

function asVersion1({ uptime: _, ...body }: SignedRecord['body']): RecordBody {
  return { ...body, ...version1 };
}
