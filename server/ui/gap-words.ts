import type { PausedStretch, UncoveredStretch } from '../../sync/contract/replay.ts';
import type { Text } from './text/zh-CN.ts';

/** Why there is no video, with what the class admin gave as the reason when the recording was interrupted. */
export function gapCauseText(
  gap: UncoveredStretch,
  pauses: readonly PausedStretch[],
  text: Pick<Text, 'gapCause' | 'replay'>,
): string {
  const cause = text.gapCause[gap.cause];
  if (gap.cause !== 'admin-stopped') return cause;
  const pause = pauses.find(({ startAt, endAt }) => startAt < gap.endAt && endAt > gap.startAt);
  return pause?.reason ? text.replay.causeWithReason(cause, pause.reason) : cause;
}
