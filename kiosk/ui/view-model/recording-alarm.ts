import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';

/** The red banner 未录像，本节待核; null while the duty to record is met. */
export function recordingAlarm(
  recording: KioskView['recording'],
  text: Dictionary,
): { readonly text: string; readonly advice: string } | null {
  if (!recording.required || recording.state === 'recording') return null;
  const advice = lessonRuns(recording) ? text.recording.faultAdvice : text.recording.missingAdvice;
  return { text: text.recording.missing, advice };
}

/** Recording was begun, whether or not the camera gives anything now: it can be stopped, not begun. */
export function lessonRuns(recording: KioskView['recording']): boolean {
  return recording.since !== null;
}
