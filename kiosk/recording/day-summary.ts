import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { RecordingDay } from '../../sync/contract/kiosk-admin.ts';
import { type Session, sessionsOf } from '../plan/timetable.ts';
import type { Db } from '../store/database.ts';
import { mustRecord } from './lesson-span.ts';
import { pausesOf, resumePoint } from './resume.ts';
import type { Trouble } from './split-by-cause.ts';
import { common, lengthOf, type Stretch, smallestGapMs } from './stretch.ts';

type LessonLine = RecordingDay['lessons'][number];

/** What of a day's lessons is on video up to `now`, from the rows of this kiosk's own log. `day`: Asia/Shanghai. */
export function summariseDay(
  db: Db,
  plans: readonly ClassPlan[],
  { day, now }: { readonly day: string; readonly now: number },
): RecordingDay {
  const lessons = plans
    .flatMap(sessionsOf)
    .filter((session) => session.periods[0]?.day === day)
    .flatMap((session) => lineOf(db, session, now) ?? [])
    .sort((a, b) => a.startAt - b.startAt);
  return { day, lessons };
}

function lineOf(db: Db, session: Session, now: number): LessonLine | undefined {
  const { plan, id, startAt, endAt } = session;
  const [video, gaps] = [videoOf(db, session), gapsOf(db, session)];
  const due = session.periods.filter((period) => mustRecord(plan, period));
  const wanted = due.length > 0 ? due : spanOf([...video, ...gaps]);
  if (wanted.length === 0) return undefined;
  const soFar = wanted.flatMap((stretch) => common(stretch, { startAt: 0, endAt: now }) ?? []);
  const lesson = resumePoint(db, plan.class, id)?.lesson;
  const pauses = lesson === undefined ? [] : pausesOf(db, lesson);
  return {
    ...{ class: plan.class, title: plan.title, session: id, startAt, endAt },
    required: due.length > 0,
    wantedMs: total(soFar),
    coveredMs: total(without(within(soFar, video), gaps)),
    pausedMs: total(within(soFar, pauses)),
    gaps,
  };
}

/** Segments that meet, as segments do, are one stretch: what is between them is no gap. */
function videoOf(db: Db, { plan, id }: Session): Stretch[] {
  const rows = db
    .prepare<[string, string], Stretch>(
      `SELECT start_at AS startAt, end_at AS endAt FROM segments
       WHERE class = ? AND session = ? AND camera = 'room' ORDER BY start_at`,
    )
    .all(plan.class, id);
  return join(rows, (last, next) => next.startAt - last.endAt <= smallestGapMs);
}

/** A long gap is written in parts: neighbours of one cause are one. */
function gapsOf(db: Db, { plan, id }: Session): Trouble[] {
  const rows = db
    .prepare<[string, string], Trouble>(
      `SELECT start_at AS startAt, end_at AS endAt, cause FROM gaps
       WHERE class = ? AND session = ? AND camera = 'room' ORDER BY start_at`,
    )
    .all(plan.class, id);
  return join(rows, (last, next) => last.cause === next.cause && next.startAt <= last.endAt);
}

function join<S extends Stretch>(stretches: readonly S[], areOne: (last: S, next: S) => boolean): S[] {
  const joined: S[] = [];
  for (const next of stretches) {
    const last = joined.at(-1);
    if (last && areOne(last, next))
      joined[joined.length - 1] = { ...last, endAt: Math.max(last.endAt, next.endAt) };
    else joined.push(next);
  }
  return joined;
}

function spanOf(stretches: readonly Stretch[]): Stretch[] {
  if (stretches.length === 0) return [];
  const startAt = Math.min(...stretches.map((stretch) => stretch.startAt));
  return [{ startAt, endAt: Math.max(...stretches.map((stretch) => stretch.endAt)) }];
}

/** The parts of `wholes` that any of `parts` covers, each moment once. Both by time. */
function within(wholes: readonly Stretch[], parts: readonly Stretch[]): Stretch[] {
  return wholes.flatMap((whole) => {
    const holes = without([whole], parts);
    return without([whole], holes);
  });
}

/** What is left of `wholes` when `parts` are taken away. */
function without(wholes: readonly Stretch[], parts: readonly Stretch[]): Stretch[] {
  return parts.reduce<readonly Stretch[]>(
    (left, part) => left.flatMap((stretch) => cutOut(stretch, part)),
    wholes,
  ) as Stretch[];
}

function cutOut(stretch: Stretch, part: Stretch): Stretch[] {
  if (!common(stretch, part)) return [stretch];
  const before = { startAt: stretch.startAt, endAt: part.startAt };
  const after = { startAt: part.endAt, endAt: stretch.endAt };
  return [before, after].filter((piece) => lengthOf(piece) > 0);
}

function total(stretches: readonly Stretch[]): number {
  return Math.round(stretches.reduce((sum, stretch) => sum + lengthOf(stretch), 0));
}
