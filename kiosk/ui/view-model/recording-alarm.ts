import type { KioskView } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';
import { momentText } from './clock-text.ts';

type Recording = KioskView['recording'];

export interface RecordingAlarm {
  readonly text: string;
  /** Since when, and for what reason where one was given. */
  readonly detail: string | null;
  readonly advice: string;
}

/** The red banner 未录像，本节待核 or 录像已暂停; null while the duty to record is met. */
export function recordingAlarm(
  { state, required, unrecorded }: Recording,
  nowMs: number,
  text: Dictionary,
): RecordingAlarm | null {
  const { recording } = text;
  if (state !== 'paused' && (!required || state === 'recording')) return null;
  return {
    text: state === 'paused' ? recording.paused : recording.missing,
    detail: unrecorded && detailOf(unrecorded, nowMs, text),
    advice: recording.advice[unrecorded?.why ?? 'not-begun'],
  };
}

function detailOf(
  { since, why, reason }: NonNullable<Recording['unrecorded']>,
  nowMs: number,
  text: Dictionary,
): string {
  const { pausedSince, missingSince, lasting, underAMinute, reason: because } = text.recording;
  const minutes = Math.floor((nowMs - since) / 60_000);
  const length = minutes < 1 ? underAMinute : lasting(text.clock.minutes(minutes));
  const sentence = (why === 'paused' ? pausedSince : missingSince)(momentText(since, nowMs, text), length);
  return reason === null ? sentence : `${sentence} · ${because(reason)}`;
}

/** What the class admin may order now. */
export function recordingOrders({
  state,
  since,
}: Recording): readonly ('start' | 'pause' | 'resume' | 'stop')[] {
  if (state === 'paused') return ['resume', 'stop'];
  return since === null ? ['start'] : ['pause', 'stop'];
}
