import { rm } from 'node:fs/promises';
import type { Camera, VideoSegment } from '../../device-drivers/camera/camera.ts';
import type { Clock } from '../../sync/base/clock.ts';
import { AppError, isAppError, messageOf } from '../../sync/base/errors.ts';
import { randomId } from '../../sync/base/ids.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { GapCause } from '../../sync/contract/records.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import { openSession, type Session } from '../plan/timetable.ts';
import type { Db } from '../store/database.ts';
import type { FactLog } from '../store/log-store.ts';
import { holeBefore, type Lesson, overlaps, turnOf } from './lesson.ts';
import { lessonAt, lessonSpan } from './lesson-span.ts';
import { resumePoint } from './resume.ts';
import type { SegmentStore } from './segment-store.ts';
import { TroubleBook } from './trouble.ts';

export interface RecorderParts {
  readonly clock: Clock;
  readonly db: Db;
  readonly log: FactLog;
  readonly logger: Logger;
  readonly plans: PlanStore;
  readonly segments: SegmentStore;
  readonly camera: Camera;
}

/**
 * Keeps the room camera's segments while a lesson runs, and throws away all others. The plan starts and ends a
 * lesson; the class admin may too. Every stretch without video becomes a gap with its cause.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #troubles: TroubleBook;
  #lessons: Lesson[] = [];
  #queue: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#troubles = new TroubleBook(parts.clock.now());
    parts.camera.onSegment((segment) => this.#enqueue(segment));
    parts.camera.onState((state) => this.#troubles.noteCamera(state));
  }

  start(): void {
    this.#tickOrSay();
    this.#timer = setInterval(() => this.#tickOrSay(), 1_000);
  }

  /** The camera is closed first, so that its last segment is here; then everything given is written down. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#queue;
  }

  /** The lesson being recorded now. */
  get current(): Lesson | undefined {
    return this.#lessons.find((lesson) => lesson.phase === 'recording');
  }

  /** Lets the plan start, end and settle lessons. Called every second. */
  tick(): void {
    const now = this.#parts.clock.now();
    for (const lesson of [...this.#lessons]) this.#turn(lesson, now);
    const span = lessonAt(this.#parts.plans.all(), now);
    if (!span || this.#lessons.some((lesson) => lesson.session === span.session.id)) return;
    this.#begin(span.session, span.endAt, 'plan', span.startAt);
  }

  /** The class admin starts a recording: a stopped lesson goes on, or the open session's begins. */
  startByAdmin(): void {
    const now = this.#parts.clock.now();
    if (this.current) return;
    const session = openSession(this.#parts.plans.all(), now);
    if (!session || now >= session.endAt) {
      throw new AppError('conflict', 'No session is open now, so there is nothing to record.', {
        zh: '当前没有课程，不能开始录像。',
      });
    }
    this.#lessons = this.#lessons.filter((lesson) => lesson.session !== session.id);
    const span = lessonSpan(session);
    const until = span && now < span.endAt ? span.endAt : session.endAt;
    this.#begin(session, until, 'class-admin', now);
  }

  stopByAdmin(reason: string): void {
    const lesson = this.current;
    if (!lesson) throw new AppError('conflict', 'Nothing is being recorded.', { zh: '当前没有在录像。' });
    const now = this.#parts.clock.now();
    this.#append(lesson, 'stopped', 'class-admin', now, reason);
    this.#troubles.note('admin-stopped', now);
    lesson.phase = 'stopped';
    lesson.until = now;
  }

  #begin(session: Session, until: number, by: 'plan' | 'class-admin', wantedFrom: number): void {
    const earlier = resumePoint(this.#parts.db, session.plan.class, session.id);
    // A lesson that the admin stopped stays stopped over a restart of this program.
    const stopped = by === 'plan' && earlier?.stoppedBy === 'class-admin';
    const lesson: Lesson = {
      lesson: earlier?.lesson ?? randomId('les'),
      class: session.plan.class,
      session: session.id,
      spanEnd: until,
      startedAt: this.#parts.clock.now(),
      phase: stopped ? 'stopped' : 'recording',
      until: stopped ? (earlier?.stoppedAt ?? until) : until,
      coveredUntil: earlier?.coveredUntil ?? wantedFrom,
    };
    if (earlier?.stoppedBy === 'class-admin') this.#troubles.note('admin-stopped', earlier.stoppedAt ?? 0);
    // Recorded first: a lesson that could not be written down is begun again at the next tick.
    if (!stopped) this.#append(lesson, 'started', by, this.#parts.clock.now(), null);
    this.#lessons.push(lesson);
  }

  /** A full disk must not end the program: what could not be written is tried again a second later. */
  #tickOrSay(): void {
    try {
      this.tick();
    } catch (error) {
      if (isAppError(error, 'disk_full')) this.#troubles.note('disk-full', this.#parts.clock.now());
      this.#parts.logger.error(
        { err: messageOf(error) },
        'the lesson could not be turned; it is tried again',
      );
    }
  }

  #turn(lesson: Lesson, now: number): void {
    const turn = turnOf(lesson, now);
    if (turn === 'end') {
      this.#append(lesson, 'stopped', 'plan', lesson.until, null);
      lesson.phase = 'closing';
    }
    if (turn === 'settle') this.#settle(lesson);
  }

  /** What is still missing at the very end becomes the last gap. */
  #settle(lesson: Lesson): void {
    if (lesson.phase === 'stopped') lesson.until = lesson.spanEnd;
    this.#noteHole(lesson, lesson.until);
    this.#lessons = this.#lessons.filter((other) => other !== lesson);
  }

  /** Whether a segment is wanted is settled when it arrives: the class admin may turn things while it is hashed. */
  #enqueue(segment: VideoSegment): void {
    const lesson = this.#lessons.find((candidate) => overlaps(candidate, segment));
    const work = () => (lesson ? this.#keep(lesson, segment) : rm(segment.file, { force: true }));
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#lost(segment, error));
  }

  async #keep(lesson: Lesson, segment: VideoSegment): Promise<void> {
    const { sha256, sizeBytes, initBytes } = await this.#parts.segments.keep(segment.file);
    this.#noteHole(lesson, segment.startAt);
    this.#parts.log.append('segment', lesson.class, {
      lesson: lesson.lesson,
      session: lesson.session,
      camera: 'room',
      sha256,
      sizeBytes,
      initBytes,
      startAt: segment.startAt,
      endAt: segment.endAt,
    });
    lesson.coveredUntil = Math.max(lesson.coveredUntil, segment.endAt);
  }

  #noteHole(lesson: Lesson, startAt: number): void {
    const hole = holeBefore(lesson, startAt);
    if (!hole) return;
    const cause: GapCause = this.#troubles.causeOf(hole);
    this.#parts.log.append('gap', lesson.class, {
      lesson: lesson.lesson,
      session: lesson.session,
      camera: 'room',
      ...hole,
      cause,
    });
    lesson.coveredUntil = hole.endAt;
  }

  /** A segment that could not be kept is a hole; the next one that can be will say so. */
  #lost(segment: VideoSegment, error: unknown): void {
    const full =
      (error as { code?: string }).code === 'ENOSPC' || (error as { code?: string }).code === 'disk_full';
    this.#troubles.note(full ? 'disk-full' : 'file-damaged', segment.startAt);
    this.#parts.logger.error({ err: messageOf(error) }, 'a video segment could not be kept');
  }

  #append(
    lesson: Lesson,
    event: 'started' | 'stopped',
    by: 'plan' | 'class-admin',
    at: number,
    reason: string | null,
  ): void {
    const { lesson: id, session } = lesson;
    this.#parts.log.append('lesson', lesson.class, { lesson: id, session, event, by, at, reason });
  }
}
