import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';

export interface CalmLine {
  readonly id: 'picture-fault' | 'disk-low' | 'self-test-due';
  readonly text: string;
  readonly advice: string;
}

/** What somebody should see to in good time, the most pressing alone: nothing is broken yet. */
export function calmLine(view: KioskView, text: Dictionary): CalmLine | null {
  const { storage, selfTest } = view;
  const { pictureFault } = view.recording;
  if (pictureFault) return { id: 'picture-fault', ...text.pictureFault[pictureFault] };
  if (storage === 'low') return { id: 'disk-low', ...text.storage.low };
  if (!selfTest.due) return null;
  const { due, dueAgain, dueAdvice } = text.selfTest;
  const said = selfTest.failed > 0 ? dueAgain(selfTest.failed) : due;
  return { id: 'self-test-due', text: said, advice: dueAdvice };
}
