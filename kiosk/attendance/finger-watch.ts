import type { FingerprintReader, Touch } from '../../device-drivers/fingerprint/reader.ts';
import type { Clock } from '../../sync/base/clock.ts';
import type { CheckInNotice } from '../../sync/contract/kiosk-view.ts';
import type { FingerStore } from '../enrolment/finger-store.ts';
import type { CheckInDesk } from './check-in-desk.ts';

interface FingerWatchParts {
  readonly reader: FingerprintReader;
  readonly fingers: FingerStore;
  readonly desk: CheckInDesk;
  readonly clock: Clock;
}

const hints = {
  dry: 'finger-dry',
  wet: 'finger-wet',
  partial: 'finger-again',
  unclear: 'finger-again',
} as const satisfies Record<string, CheckInNotice['reason']>;

/** Brings each touch of the reader to the desk. */
export function watchFingers(parts: FingerWatchParts): void {
  parts.reader.onTouch((touch) => bring(touch, parts));
}

function bring(touch: Touch, { reader, fingers, desk, clock }: FingerWatchParts): void {
  if (touch.kind === 'poor') return desk.hint(hints[touch.reason], 'finger');
  // A slot that nobody of ours owns is a stranger: somebody enrolled past us.
  const identity = touch.kind === 'matched' ? fingers.ownerOf(touch.slot) : undefined;
  desk.attempt(identity, {
    kind: 'finger',
    score: touch.kind === 'matched' ? touch.score : 0,
    reader: reader.info?.dialect ?? 'unknown',
    simulated: reader.info?.simulated ?? false,
    decisionMs: Math.max(0, Math.round(clock.now() - touch.at)),
  });
}
