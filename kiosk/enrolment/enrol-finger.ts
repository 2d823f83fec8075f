import type { EnrolStep, FingerprintReader } from '../../device-drivers/fingerprint/reader.ts';
import type { EnrolmentAnswer } from '../../sync/contract/kiosk-admin.ts';
import type { CheckInDesk } from '../attendance/check-in-desk.ts';
import type { Identity } from '../attendance/decide.ts';
import type { FactLog } from '../store/log-store.ts';
import type { FingerStore } from './finger-store.ts';

interface FingerEnrolmentParts {
  readonly reader: FingerprintReader;
  readonly fingers: FingerStore;
  readonly log: FactLog;
  readonly desk: CheckInDesk;
}

const captures = 3;

/** Enrols one finger in the reader's own library and remembers whose it is. */
export async function enrolFinger(parts: FingerEnrolmentParts, identity: Identity): Promise<EnrolmentAnswer> {
  const { reader, fingers, log, desk } = parts;
  const slot = fingers.freeSlot(await reader.slots(), reader.info?.capacity ?? 0);
  if (slot === undefined) return { outcome: 'refused', reason: 'library-full' };
  const result = await reader.enrol({ slot, captures, onStep: (step) => tell(desk, step) });
  if (result.kind === 'duplicate') return { outcome: 'refused', reason: 'duplicate' };
  if (result.kind === 'refused') return { outcome: 'refused', reason: result.reason };
  const data = {
    person: identity.person,
    method: 'finger',
    samples: captures,
    with: reader.info?.dialect ?? 'unknown',
    quality: 1,
  } as const;
  log.append('enrolment', identity.class, data, () => fingers.assign(result.slot, identity));
  return { outcome: 'enrolled', reason: null };
}

function tell(desk: CheckInDesk, step: EnrolStep): void {
  if (step !== 'processing') desk.hint(step, 'finger');
}
