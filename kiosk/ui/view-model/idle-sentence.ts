import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';
import { momentText } from './clock-text.ts';

interface Idle {
  readonly text: string;
  readonly advice: string | null;
  readonly face: boolean;
  readonly finger: boolean;
}

/** What the band says when nobody stands there: only ways that work now are offered. */
export function idleSentence(view: KioskView, text: Dictionary): Idle {
  const face = view.devices.doorCamera.state !== 'out-of-order';
  const finger = view.devices.reader.state !== 'out-of-order';
  const { idle } = text;
  if (!view.class) return { text: text.noClass, advice: idle.noClass, face: false, finger: false };
  if (!face && !finger) return { text: idle.neither, advice: null, face, finger };
  if (!view.session)
    return { text: idle.noSession, advice: nextAdvice(view, text), face: false, finger: false };
  if (!face) return { text: idle.noFace, advice: idle.noFaceWhy, face, finger };
  if (!finger) return { text: idle.noFinger, advice: idle.noFingerWhy, face, finger };
  return { text: idle.ready, advice: null, face, finger };
}

function nextAdvice({ nextPeriod, now }: KioskView, text: Dictionary): string | null {
  return nextPeriod ? text.advice.nextAt(momentText(nextPeriod.startAt, now, text)) : null;
}
