import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { Replay, UncoveredStretch } from '../../sync/contract/replay.ts';
import type { SessionSummary } from '../../sync/contract/review.ts';
import type { Context } from '../parts.ts';
import type { GapRow, SegmentRow } from '../storage/projection-store.ts';
import { toLine } from './check-in-line.ts';
import { type Stretch, uncovered } from './coverage.ts';
import { findPeriod, findPlan, findSession } from './find-class.ts';
import { hlsPlaylist, type PlaylistSegment } from './hls-playlist.ts';
import { duePeriods } from './recording-state.ts';
import { toColumn } from './sessions-of.ts';
import { faultyStretches, pausedStretches } from './stretches.ts';

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
  const { projections, lessons } = context.stores;
  const segments = await projections.segments(query);
  const checkIns = await projections.checkIns(query.classId, query.session);
  const latest = Math.min(context.clock.now(), session.endAt);
  const until = { lessons: await lessons.events(query), latest };
  return {
    class: plan.class,
    session,
    camera: query.camera,
    periods: plan.periods.filter((period) => period.session === session.id).map(toColumn),
    segments: segments.map((row) => ({ sha256: row.sha256, ...toStretch(row), state: row.state })),
    due: duePeriods(plan, session.id).map(({ startAt, endAt }) => ({ startAt, endAt })),
    gaps: [...gapsOf({ plan, session, segments, gaps: await projections.gaps(query) }, context.clock.now())],
    pauses: [...pausedStretches(await lessons.pauses(query), until)],
    pictureFaults: [...faultyStretches(await lessons.pictureFaults(query), until)],
    thumbnails: await context.thumbnails.works(),
    checkIns: checkIns.map((row) => toLine(row, plan)),
    playlistUrl: segments.some(isVerified) ? playlistUrl(query) : null,
  };
}

/** HLS of the verified segments of a session, or of one of its periods. */
export async function replayPlaylist(context: Context, query: ReplayQuery, period?: number): Promise<string> {
  const { plan, session } = await find(context, query);
  const span = period === undefined ? undefined : findPeriod(plan, session.day, period);
  const segments = await context.stores.projections.segments(query);
  const wanted = segments.filter((segment) => isVerified(segment) && (!span || overlap(segment, span)));
  const isOver = (span ?? session).endAt <= context.clock.now() - settleMs;
  return hlsPlaylist(wanted.map(toPlaylistSegment), isOver ? 'vod' : 'event');
}

function toPlaylistSegment(row: SegmentRow): PlaylistSegment {
  const { sha256, size_bytes: sizeBytes, init_bytes: initBytes, start_at: startAt, end_at: endAt } = row;
  return { sha256, sizeBytes, initBytes, startAt, endAt };
}

export function isVerified({ state }: Pick<SegmentRow, 'state'>): boolean {
  return state === 'verified';
}

export function overlap(row: Pick<SegmentRow, 'start_at' | 'end_at'>, span: Stretch): boolean {
  return row.start_at < span.endAt && row.end_at > span.startAt;
}

async function find(context: Context, { classId, session }: ReplayQuery) {
  const plan = await findPlan(context, classId);
  return { plan, session: findSession(plan, session, context.clock.now()) };
}

interface Recorded {
  readonly plan: ClassPlan;
  readonly session: SessionSummary;
  readonly segments: readonly SegmentRow[];
  readonly gaps: readonly GapRow[];
}

/** What of the session's due time has no verified video. */
export function gapsOf(
  { plan, session, segments, gaps }: Recorded,
  now: number,
): readonly UncoveredStretch[] {
  return uncovered({
    due: duePeriods(plan, session.id),
    verified: segments.filter(isVerified).map((row) => ({ ...toStretch(row), device: row.device })),
    announced: segments.filter((segment) => !isVerified(segment)).map(toStretch),
    explained: gaps.map((gap) => ({
      ...toStretch(gap),
      ...{ device: gap.device, cause: gap.cause as UncoveredStretch['cause'] },
    })),
    until: session.state === 'now' ? now - settleMs : now,
  });
}

function toStretch(row: { readonly start_at: number; readonly end_at: number }): Stretch {
  return { startAt: row.start_at, endAt: row.end_at };
}

function playlistUrl({ classId, session, camera }: ReplayQuery): string {
  return `/api/v1/classes/${classId}/sessions/${session}/replay.m3u8?camera=${camera}`;
}
