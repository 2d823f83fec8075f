import { AppError } from '../../../sync/base/errors.ts';
import type { Period } from '../../../sync/contract/class-plan.ts';
import type { PeriodVideo } from '../../../sync/contract/period-video.ts';
import type { UncoveredStretch } from '../../../sync/contract/replay.ts';
import type { Context } from '../../parts.ts';
import { findPeriod, findPlan, findSession } from '../find-class.ts';
import { gapsOf, isVerified, overlap } from '../replay.ts';
import type { Film, FilmMaker } from './film.ts';

export interface PeriodQuery {
  readonly classId: string;
  readonly day: string;
  readonly number: number;
  readonly camera: 'room' | 'door';
}

interface FilmedPeriod {
  readonly period: Period;
  readonly films: readonly Film[];
  readonly gaps: readonly UncoveredStretch[];
}

/** The verified video of a period as films; throws `not_found`, or `conflict` when a file is gone. */
export async function filmedPeriod(
  context: Context,
  maker: FilmMaker,
  { classId, day, number, camera }: PeriodQuery,
): Promise<FilmedPeriod> {
  const plan = await findPlan(context, classId);
  const period = findPeriod(plan, day, number);
  const now = context.clock.now();
  const session = findSession(plan, period.session, now);
  const query = { classId, session: session.id, camera };
  const segments = await context.stores.projections.segments(query);
  const wanted = segments.filter((segment) => isVerified(segment) && overlap(segment, period));
  if (wanted.length === 0) throw noVideo();
  const gaps = gapsOf({ plan, session, segments, gaps: await context.stores.projections.gaps(query) }, now);
  return {
    period,
    films: await maker.films(wanted).catch(asMissing),
    gaps: gaps.filter(({ startAt, endAt }) => startAt < period.endAt && endAt > period.startAt),
  };
}

/** What the films hold, so that each segment in them can be checked against its record. */
export async function periodVideo(
  context: Context,
  maker: FilmMaker,
  query: PeriodQuery,
): Promise<PeriodVideo> {
  const { period, films, gaps } = await filmedPeriod(context, maker, query);
  const { classId, day, number, camera } = query;
  const { startAt, endAt } = period;
  return {
    ...{ class: classId, day, number, camera, startAt, endAt },
    parts: films.map((film, index) => ({
      url: `/api/v1/classes/${classId}/periods/${day}/${number}/video.mp4?camera=${camera}&part=${index + 1}`,
      ...{ sizeBytes: film.sizeBytes, durationMs: film.durationMs, width: film.width, height: film.height },
      segments: film.segments.map(toFilmedSegment),
    })),
    gaps: [...gaps],
  };
}

function toFilmedSegment({ row, offset, place }: Film['segments'][number]) {
  const { sha256, device, seq, start_at: startAt, end_at: endAt, size_bytes: sizeBytes } = row;
  const ms = (seconds: number) => Math.round(seconds * 1_000);
  const plays = place && { fromMs: ms(place.fromSec), toMs: ms(place.toSec) };
  return { sha256, device, seq: String(seq), startAt, endAt, offset, sizeBytes, plays };
}

function noVideo(): AppError {
  return new AppError('not_found', 'There is no verified video of this period yet.', {
    zh: '这一节课还没有已核验的录像。',
  });
}

function asMissing(cause: unknown): never {
  throw new AppError('conflict', 'A segment of this period cannot be read: verify the store.', {
    zh: '这一节课有录像段无法读取，请到“未能核验”页立即复核。',
    cause,
  });
}
