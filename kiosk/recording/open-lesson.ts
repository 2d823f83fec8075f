import type { Clock } from '../../sync/base/clock.ts';
import { randomId } from '../../sync/base/ids.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { GapCause } from '../../sync/contract/lesson-records.ts';
import { type Session, sessionsOf } from '../plan/timetable.ts';
import type { Db } from '../store/database.ts';
import type { CauseBook } from './cause-book.ts';
import type { Lesson } from './lesson.ts';
import type { LessonFacts } from './lesson-facts.ts';
import { type LessonSpan, lessonSpan } from './lesson-span.ts';
import { type ResumePoint, resumePoint } from './resume.ts';

export interface OpeningParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly causes: CauseBook;
  readonly facts: LessonFacts;
  /** When this program started. */
  readonly startedAt: number;
}

export interface WantedLesson {
  readonly session: Session;
  readonly endAt: number;
  /** Where it must begin, unless an earlier run has begun it. */
  readonly wantedFrom: number;
  /** Whether the plan wants it on video. */
  readonly required: boolean;
  /** Their order begins a lesson of its own: what there was of this session is over. */
  readonly by?: 'class-admin';
}

/** These go on while this program is gone, as far as anybody knows. */
const lasting: readonly GapCause[] = ['camera-lost', 'stalled', 'process-died', 'disk-full'];

/**
 * Begins a session's lesson, or takes up the one that an earlier run began: what the class admin stopped or paused
 * stays so. One whose end has passed is opened to be closed. Recorded first: throws what `FactLog.append` throws, and
 * is then to be tried again.
 */
export function openLesson(
  { db, clock, causes, facts, startedAt }: OpeningParts,
  wanted: WantedLesson,
): Lesson {
  const { session, endAt, required, by = required ? 'plan' : 'class-admin' } = wanted;
  const now = clock.now();
  const earlier = wanted.by ? undefined : resumePoint(db, session.plan.class, session.id);
  const lesson: Lesson = {
    lesson: earlier?.lesson ?? randomId('les'),
    class: session.plan.class,
    session: session.id,
    startedAt: now,
    required,
    phase: phaseOf(earlier, endAt, now),
    paused: earlier?.paused ?? false,
    cover: {
      coveredUntil: coveredFrom(earlier, wanted, now),
      until: endAt,
      idle: [...(earlier?.idle ?? [])],
      causes,
      owed: [],
    },
  };
  if (earlier?.lastCause && lasting.includes(earlier.lastCause))
    causes.note(earlier.lastCause, { startAt: lesson.cover.coveredUntil, endAt: startedAt });
  writeDown(facts, lesson, { earlier, by, now });
  return lesson;
}

/** The stretch of a lesson's session that the newest plan wants on video. */
export function planOf(plans: readonly ClassPlan[], lesson: Lesson): LessonSpan | undefined {
  const plan = plans.find((candidate) => candidate.class === lesson.class);
  const session = plan && sessionsOf(plan).find(({ id }) => id === lesson.session);
  return session && lessonSpan(session);
}

/** What a clock that was since set back has accounted for, comes again. */
function coveredFrom(earlier: ResumePoint | undefined, { wantedFrom }: WantedLesson, now: number): number {
  return Math.min(earlier?.coveredUntil ?? wantedFrom, Math.max(now, wantedFrom));
}

function phaseOf(earlier: ResumePoint | undefined, endAt: number, now: number): Lesson['phase'] {
  if (endAt <= now) return 'closing';
  if (earlier?.stoppedAt != null) return 'stopped';
  return earlier?.paused ? 'paused' : 'recording';
}

/** A lesson that never was says nothing of itself but its gap. */
function writeDown(
  facts: LessonFacts,
  lesson: Lesson,
  { earlier, by, now }: { earlier: ResumePoint | undefined; by: 'plan' | 'class-admin'; now: number },
): void {
  if (lesson.phase === 'recording') facts.turned(lesson, { event: 'started', by, at: now, reason: null });
  if (lesson.phase !== 'closing' || !earlier || earlier.ended) return;
  facts.turned(lesson, { event: 'stopped', by: 'plan', at: lesson.cover.until, reason: null });
}
