import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { Replay, SessionSummary } from '../../sync/contract/review.ts';
import type { Context } from '../parts.ts';
import type { GapRow, SegmentRow } from '../storage/projection-store.ts';
import { toLine } from './check-in-line.ts';
import { type Stretch, type UncoveredStretch, uncovered } from './coverage.ts';
import { findPlan, findSession } from './find-class.ts';
import { hlsPlaylist, type PlaylistSegment } from './hls-playlist.ts';
import { duePeriods } from './recording-state.ts';
import { toColumn } from './sessions-of.ts';

/** A segment is announced when it ends and comes a little later: the last moments are not judged yet. */
const settleMs = 30_000;

export interface ReplayQuery {
  readonly classId: string;
  readonly session: string;
  readonly camera: 'room' | 'door';
}

/** A recorded session with its check-ins and gaps; throws `not_found`. */
export async function replay(context: Context, query: ReplayQuery): Promise<Replay> {
  const { plan, session } = await find(context, query);
  const { projections } = context.stores;
  const segments = await projections.segments(query);
  const gaps = await projections.gaps(query);
  const checkIns = await projections.checkIns(query.classId, query.session);
  const playable = segments.some(({ state }) => state === 'verified');
  return {
    class: plan.class,
    session,
    camera: query.camera,
    periods: plan.periods.filter((period) => period.session === session.id).map(toColumn),
    segments: segments.map((row) => ({ sha256: row.sha256, ...toStretch(row), state: row.state })),
    gaps: [...gapsOf(plan, session, segments, gaps, context.clock.now())],
    checkIns: checkIns.map((row) => toLine(row, plan)),
    playlistUrl: playable ? playlistUrl(query) : null,
  };
}

/** HLS of the verified segments of a session. */
export async function replayPlaylist(context: Context, query: ReplayQuery): Promise<string> {
  const { session } = await find(context, query);
  const segments = await context.stores.projections.segments(query);
  const verified = segments.filter(({ state }) => state === 'verified').map(toPlaylistSegment);
  return hlsPlaylist(verified, { type: session.state === 'past' ? 'vod' : 'event', firstNumber: 0 });
}

export function toPlaylistSegment(row: SegmentRow): PlaylistSegment {
  const { sha256, size_bytes: sizeBytes, init_bytes: initBytes, start_at: startAt, end_at: endAt } = row;
  return { sha256, sizeBytes, initBytes, startAt, endAt };
}

async function find(context: Context, { classId, session }: ReplayQuery) {
  const plan = await findPlan(context, classId);
  return { plan, session: findSession(plan, session, context.clock.now()) };
}

function gapsOf(
  plan: ClassPlan,
  session: SessionSummary,
  segments: readonly SegmentRow[],
  gaps: readonly GapRow[],
  now: number,
): readonly UncoveredStretch[] {
  const [verified, others] = [true, false].map((wanted) =>
    segments.filter(({ state }) => (state === 'verified') === wanted).map(toStretch),
  ) as [Stretch[], Stretch[]];
  return uncovered({
    due: duePeriods(plan, session.id),
    verified,
    announced: others,
    explained: gaps.map((gap) => ({ ...toStretch(gap), cause: gap.cause as UncoveredStretch['cause'] })),
    until: session.state === 'now' ? now - settleMs : now,
  });
}

function toStretch(row: { readonly start_at: number; readonly end_at: number }): Stretch {
  return { startAt: row.start_at, endAt: row.end_at };
}

function playlistUrl({ classId, session, camera }: ReplayQuery): string {
  return `/api/v1/classes/${classId}/sessions/${session}/replay.m3u8?camera=${camera}`;
}
