import type { Context } from '../parts.ts';
import type { SegmentRow } from '../storage/projection-store.ts';
import { hlsPlaylist } from './hls-playlist.ts';
import { toPlaylistSegment } from './replay.ts';

const windowSegments = 6;
const freshMs = 60_000;

/** Address of the live playlist while there is verified video of the last minute. */
export async function liveUrlOf({ stores, clock }: Context, classId: string): Promise<string | null> {
  const newest = (await stores.projections.newestSegments(classId, windowSegments)).find(isVerified);
  const fresh = newest !== undefined && newest.end_at > clock.now() - freshMs;
  return fresh ? `/api/v1/classes/${classId}/live.m3u8` : null;
}

/**
 * The newest verified segments. Only an unbroken run of them: numbers in a playlist count every segment that was
 * announced, so one that is not here yet ends the window, and no number ever changes its segment.
 */
export async function livePlaylist({ stores }: Context, classId: string): Promise<string> {
  const newestFirst = await stores.projections.newestSegments(classId, 2 * windowSegments);
  const skipped = newestFirst.findIndex(isVerified);
  const run = skipped < 0 ? [] : newestFirst.slice(skipped, skipped + windowSegments);
  const broken = run.findIndex((segment) => !isVerified(segment));
  const window = run.slice(0, broken < 0 ? undefined : broken).reverse();
  const first = window[0];
  const firstNumber = first ? await stores.projections.countSegmentsBefore(classId, first.start_at) : 0;
  return hlsPlaylist(window.map(toPlaylistSegment), { type: 'live', firstNumber });
}

function isVerified({ state }: SegmentRow): boolean {
  return state === 'verified';
}
