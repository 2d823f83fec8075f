import type { FingerprintReader } from '../../device-drivers/fingerprint/reader.ts';
import type { Method, RecordData } from '../../sync/contract/records.ts';
import type { Identity } from '../attendance/decide.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import { sessionsOf } from '../plan/timetable.ts';
import type { FactLog } from '../store/log-store.ts';
import type { FaceStore } from './face-store.ts';
import type { FingerStore } from './finger-store.ts';

interface EraseParts {
  readonly clock: { now(): number };
  readonly log: FactLog;
  readonly plans: PlanStore;
  readonly faceStore: FaceStore;
  readonly fingers: FingerStore;
  readonly reader: FingerprintReader;
}

/**
 * Deletes the templates of classes whose last check-out is past, and records each deletion, as the consent that
 * people gave says. What the reader cannot delete now is tried again at the next call. Gives how many went.
 */
export async function eraseFinishedClasses(parts: EraseParts): Promise<number> {
  const { faceStore, fingers, reader, log } = parts;
  const over = finishedClasses(parts);
  const faces = faceStore.owners().filter((owner) => over.has(owner.class));
  for (const owner of faces) {
    log.append('erasure', owner.class, erased(owner, 'face'), () => faceStore.delete(owner));
  }
  const slots =
    reader.state.state === 'ready' ? fingers.owners().filter((owner) => over.has(owner.class)) : [];
  for (const { slot, ...owner } of slots) {
    await reader.remove(slot);
    log.append('erasure', owner.class, erased(owner, 'finger'), () => fingers.forget(slot));
  }
  return faces.length + slots.length;
}

function finishedClasses({ plans, clock }: EraseParts): ReadonlySet<string> {
  const now = clock.now();
  const over = plans.all().filter((plan) => sessionsOf(plan).every((session) => now > session.closesAt));
  return new Set(over.map((plan) => plan.class));
}

function erased({ person }: Identity, method: Method): RecordData<'erasure'> {
  return { person, method, reason: 'class-over' };
}
