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
import { isDiskFull } from '../store/disk-full.ts';
import type { FactLog } from '../store/log-store.ts';
import { extendUnkept, holeBefore, type Lesson, overlaps, turnOf, unkeptIsLong } from './lesson.ts';
import { LessonFacts } from './lesson-facts.ts';
import { lessonAt, lessonSpan } from './lesson-span.ts';
import { resumePoint } from './resume.ts';
import { deleteOldVideo } from './retention.ts';
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
  /** Says whether the disk has room for more video; absent where it always has. */
  readonly disk?: { hasRoomForVideo(): Promise<boolean> };
}

/**
 * Keeps the room camera's segments while a lesson runs, and throws away all others. The plan starts and ends a
 * lesson; the class admin may too. Every stretch without video becomes a gap with its cause. When the disk is nearly
 * full, video is what is given up first: its segments become gaps, and recording goes on once there is room.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #facts: LessonFacts;
  readonly #troubles: TroubleBook;
  #lessons: Lesson[] = [];
  #queue: Promise<void> = Promise.resolve();
  #timers: NodeJS.Timeout[] = [];

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#facts = new LessonFacts(parts.log);
    this.#troubles = new TroubleBook(parts.clock.now());
    parts.camera.onSegment((segment) => this.#enqueue(segment));
    parts.camera.onState((state) => this.#troubles.noteCamera(state));
  }

  start(): void {
    this.#orSay(() => this.tick());
    this.#timers = [
      setInterval(() => this.#orSay(() => this.tick()), 1_000),
      setInterval(() => void this.makeRoom(), 10_000),
    ];
  }

  /** The camera is closed first, so that its last segment is here; then everything given is written down. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.settled();
    this.#orSay(() => {
      for (const lesson of this.#lessons) this.#noteUnkept(lesson);
    });
  }

  /** Resolves when everything given so far is written down, or given up. */
  settled(): Promise<void> {
    return this.#queue;
  }

  /** On a nearly full disk lets old video go; on one so full that the camera can give nothing, this alone can. */
  makeRoom(): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      await this.#hasRoom().catch((error: unknown) =>
        this.#parts.logger.error({ err: messageOf(error) }, 'no room could be made on the disk'),
      );
    });
    return this.#queue;
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
    this.#facts.turned(lesson, { event: 'stopped', by: 'class-admin', at: now, reason });
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
    if (!stopped)
      this.#facts.turned(lesson, { event: 'started', by, at: this.#parts.clock.now(), reason: null });
    this.#lessons.push(lesson);
  }

  /** A full disk must not end the program: what could not be written is tried again a second later. */
  #orSay(turn: () => void): void {
    try {
      turn();
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
      this.#facts.turned(lesson, { event: 'stopped', by: 'plan', at: lesson.until, reason: null });
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
    const work = () => (lesson ? this.#take(lesson, segment) : rm(segment.file, { force: true }));
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#lost(segment, error));
  }

  async #take(lesson: Lesson, segment: VideoSegment): Promise<void> {
    if (await this.#hasRoom()) await this.#keep(lesson, segment);
    else await this.#giveUp(lesson, segment);
  }

  /** What the server has a receipt for, and is past its time here, goes before new video does. */
  async #hasRoom(): Promise<boolean> {
    const { disk, segments, plans, clock } = this.#parts;
    if (!disk || (await disk.hasRoomForVideo())) return true;
    return (await deleteOldVideo(segments, plans, clock)) > 0 && disk.hasRoomForVideo();
  }

  async #keep(lesson: Lesson, segment: VideoSegment): Promise<void> {
    const { segments } = this.#parts;
    const kept = await segments.keep(segment.file);
    try {
      this.#noteHole(lesson, segment.startAt);
      this.#facts.kept(lesson, segment, kept);
    } catch (error) {
      if (isDiskFull(error)) await segments.discard(kept.sha256);
      throw error;
    }
    lesson.coveredUntil = Math.max(lesson.coveredUntil, segment.endAt);
  }

  /** The file goes first: its room may be what the record of the gap needs. */
  async #giveUp(lesson: Lesson, segment: VideoSegment): Promise<void> {
    await rm(segment.file, { force: true });
    if (!extendUnkept(lesson, segment)) {
      this.#noteHole(lesson, segment.startAt);
      lesson.unkeptUntil = segment.endAt;
    }
    if (unkeptIsLong(lesson)) this.#noteUnkept(lesson);
  }

  /** What the disk had no room for, and then what else is missing before `startAt`. */
  #noteHole(lesson: Lesson, startAt: number): void {
    this.#noteUnkept(lesson);
    const hole = holeBefore(lesson, startAt);
    if (hole) this.#appendGap(lesson, hole, this.#troubles.causeOf(hole));
  }

  #noteUnkept(lesson: Lesson): void {
    const { unkeptUntil } = lesson;
    if (unkeptUntil === undefined) return;
    const hole = holeBefore(lesson, unkeptUntil);
    if (hole) this.#appendGap(lesson, hole, 'disk-full');
    lesson.unkeptUntil = undefined;
  }

  #appendGap(lesson: Lesson, hole: { startAt: number; endAt: number }, cause: GapCause): void {
    this.#facts.missing(lesson, hole, cause);
    lesson.coveredUntil = hole.endAt;
  }

  /** A segment that could not be kept is a hole; the next one that can be will say so. */
  async #lost(segment: VideoSegment, error: unknown): Promise<void> {
    this.#troubles.note(isDiskFull(error) ? 'disk-full' : 'file-damaged', segment.startAt);
    this.#parts.logger.error({ err: messageOf(error) }, 'a video segment could not be kept');
    if (isDiskFull(error)) await rm(segment.file, { force: true });
  }
}
