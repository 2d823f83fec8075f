import type { VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { salvageSpool } from '../../../device-drivers/camera/salvage.ts';
import { createLog } from '../../../sync/base/log.ts';
import { playedSeconds } from '../../device-drivers/camera/real-ffmpeg.ts';
import type { SentPicture } from '../../device-drivers/camera/rtsp/rtsp-camera.ts';

/** What one fault took, and whether what is left is sound. */
export interface Loss {
  /** Video that was sent before the fault and is in no file. */
  readonly lostMs: number;
  /** Files that do not play to their claimed end. */
  readonly unreadable: number;
}

/** Ten pictures of 25 a second may be what a file claims more or less: its times are those of arrival. */
const unevenMs = 400;

/** What the next start finds in a spool. */
export async function salvaged(dir: string): Promise<VideoSegment[]> {
  const segments: VideoSegment[] = [];
  await salvageSpool({
    dir,
    log: createLog('kiosk', 'silent'),
    onSegment: (segment) => segments.push(segment),
  });
  return segments;
}

/**
 * Holds the kept video against the pictures that the camera sent before the fault.
 * @param startedAt epoch ms up to which nothing can be lost any more
 */
export async function lossOf(
  kept: readonly VideoSegment[],
  { sent, faultAt, startedAt }: { sent: readonly SentPicture[]; faultAt: number; startedAt: number },
): Promise<Loss> {
  const last = sent.findLast(({ at }) => at <= faultAt);
  const until = Math.min(faultAt, last ? last.at + last.durationMs : faultAt);
  const within = (at: number) => Math.min(until, Math.max(startedAt, at));
  const keptMs = kept.reduce((sum, { startAt, endAt }) => sum + within(endAt) - within(startAt), 0);
  const played = await Promise.all(kept.map(playsToItsEnd));
  return {
    lostMs: Math.max(0, until - startedAt - keptMs),
    unreadable: played.filter((plays) => !plays).length,
  };
}

async function playsToItsEnd({ file, startAt, endAt }: VideoSegment): Promise<boolean> {
  const playedMs = (await playedSeconds(file).catch(() => 0)) * 1_000;
  const claimedMs = endAt - startAt;
  const plays = Math.abs(playedMs - claimedMs) <= unevenMs;
  if (!plays) console.log(`a file claims ${claimedMs} ms and plays ${Math.round(playedMs)} ms`);
  return plays;
}
