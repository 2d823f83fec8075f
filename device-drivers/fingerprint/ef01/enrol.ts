import type { Clock } from '../../../sync/base/clock.ts';
import { AppError } from '../../../sync/base/errors.ts';
import type { EnrolOptions, EnrolResult } from '../reader.ts';
import { captureInto, isFingerAway, readsPerTouch } from './capture.ts';
import { code } from './codes.ts';
import { mergeTemplate, misbehaviour, refusal, search, storeTemplate } from './commands.ts';
import { readSlots } from './library.ts';
import type { Dialect, Session } from './probe.ts';

export interface EnrolPace {
  readonly clock: Clock;
  /** Waits between two looks at the sensor. */
  readonly pause: () => Promise<void>;
  /** How long the person may take to put the finger down, or to lift it. */
  readonly patienceMs: number;
}

/** Character buffers that a dialect is known to merge. */
const mostCaptures: Record<Dialect, number> = { base: 2, synochip: 6, grow: 6 };
const poorTouchesAllowed = 3;

type Refused = Extract<EnrolResult, { kind: 'refused' }>;

/**
 * Enrols one finger: n × {image, features, duplicate search, lift}, merge, store, read the index again.
 * Rejects with the signal's reason when aborted, `AppError` conflict when the slot is taken.
 */
export async function enrolFinger(
  session: Session,
  options: EnrolOptions,
  pace: EnrolPace,
): Promise<EnrolResult> {
  const used = await readSlots(session);
  if (used.length >= session.capacity) return refuse('library-full');
  if (used.includes(options.slot)) throw slotTaken(options.slot);

  const captures = Math.min(options.captures, mostCaptures[session.dialect]);
  for (let capture = 1; capture <= captures; capture++) {
    const failed = await captureOnce(session, { ...options, capture }, pace);
    if (failed) return failed;
  }
  return mergeAndStore(session, options.slot);
}

type CaptureOptions = EnrolOptions & { readonly capture: number };

/** Fills character buffer number `capture`. Returns what ends the enrolment, or undefined to go on. */
async function captureOnce(
  session: Session,
  options: CaptureOptions,
  pace: EnrolPace,
): Promise<EnrolResult | undefined> {
  const { capture, onStep } = options;
  for (let touch = 1; touch <= poorTouchesAllowed; touch++) {
    onStep('place-finger', capture);
    const read = await readTouch(session, options, pace);
    if (read === 'timeout') return refuse('timeout');

    if (read === 'features') {
      onStep('processing', capture);
      const known = await session.link.run(search(capture, session.capacity));
      if (known.kind === 'hit') return { kind: 'duplicate', slot: known.slot };
    }
    onStep('lift-finger', capture);
    if (!(await until(() => isFingerAway(session.link), options, pace))) return refuse('timeout');
    if (read === 'features') return undefined;
  }
  return refuse('poor-finger');
}

async function readTouch(
  session: Session,
  options: CaptureOptions,
  pace: EnrolPace,
): Promise<'features' | 'poor' | 'timeout'> {
  let poorReads = 0;
  let gotFeatures = false;
  const inTime = await until(
    async () => {
      const { kind } = await captureInto(session.link, options.capture);
      gotFeatures = kind === 'features';
      if (kind === 'poor') poorReads++;
      return gotFeatures || poorReads >= readsPerTouch;
    },
    options,
    pace,
  );
  if (!inTime) return 'timeout';
  return gotFeatures ? 'features' : 'poor';
}

async function mergeAndStore(session: Session, slot: number): Promise<EnrolResult> {
  const merged = await session.link.run(mergeTemplate());
  if (merged === code.mergeFailed) return refuse('fingers-differ');
  if (merged === code.poorTemplate || merged === code.featuresOverlap) return refuse('poor-finger');
  if (merged !== code.ok) throw refusal('RegModel', merged);

  const stored = await session.link.run(storeTemplate(1, slot));
  if (stored === code.libraryFull) return refuse('library-full');
  if (stored !== code.ok) throw refusal('Store', stored);
  if (!(await readSlots(session)).includes(slot))
    throw misbehaviour(`slot ${slot} is still empty after storing`);
  return { kind: 'enrolled', slot };
}

/** Asks again and again; false when patience runs out. */
async function until(ask: () => Promise<boolean>, options: EnrolOptions, pace: EnrolPace): Promise<boolean> {
  const deadline = pace.clock.mono() + pace.patienceMs;
  for (;;) {
    options.signal?.throwIfAborted();
    if (await ask()) return true;
    if (pace.clock.mono() >= deadline) return false;
    await pace.pause();
  }
}

function refuse(reason: Refused['reason']): Refused {
  return { kind: 'refused', reason };
}

function slotTaken(slot: number): AppError {
  return new AppError('conflict', `Slot ${slot} of the fingerprint reader holds a template already.`, {
    zh: `指纹仪的 ${slot} 号位置已有指纹，请先删除或换一个位置。`,
  });
}
