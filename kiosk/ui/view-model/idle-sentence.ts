import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';
import { momentText } from './clock-text.ts';

interface Idle {
  readonly text: string;
  readonly advice: string | null;
  /** The ways that work now, or an alarm when none does. */
  readonly icons: readonly ('face' | 'finger' | 'alert')[];
}

/** What the band says when nobody stands there: only ways that work now are offered. */
export function idleSentence(view: KioskView, text: Dictionary): Idle {
  const { idle } = text;
  const face = view.devices.doorCamera.state !== 'out-of-order';
  const finger = view.devices.reader.state !== 'out-of-order';
  if (!view.class) return { text: text.noClass, advice: idle.noClass, icons: [] };
  if (!face && !finger) return { text: idle.neither, advice: null, icons: ['alert'] };
  if (!view.session) return { text: idle.noSession, advice: nextAdvice(view, text), icons: [] };
  if (!face) return { text: idle.noFace, advice: idle.noFaceWhy, icons: ['finger'] };
  if (!finger) return { text: idle.noFinger, advice: idle.noFingerWhy, icons: ['face'] };
  return { text: idle.ready, advice: null, icons: ['face', 'finger'] };
}

function nextAdvice({ nextPeriod, now }: KioskView, text: Dictionary): string | null {
  return nextPeriod ? text.advice.nextAt(momentText(nextPeriod.startAt, now, text)) : null;
}
