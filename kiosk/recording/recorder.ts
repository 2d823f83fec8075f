import type { Camera, VideoSegment } from '../../device-drivers/camera/camera.ts';
import { isAppError, messageOf } from '../../sync/base/errors.ts';
import type { Db } from '../store/database.ts';
import type { FactLog } from '../store/log-store.ts';
import { absenceBefore } from './absence.ts';
import { CauseBook } from './cause-book.ts';
import { ClockSteps } from './clock-steps.ts';
import { arrivalMs, type Cover, coverOf, type Lesson, turnBack, turnOf, wants } from './lesson.ts';
import { LessonFacts } from './lesson-facts.ts';
import { type KeeperParts, LessonKeeper, type Wanting } from './lesson-keeper.ts';
import { LessonOrders } from './lesson-orders.ts';
import { lessonsAt } from './lesson-span.ts';
import { type OpeningParts, openLesson, planOf, type WantedLesson } from './open-lesson.ts';
import type { Trouble } from './split-by-cause.ts';
import { unfinishedSessions } from './unfinished.ts';

export interface RecorderParts extends KeeperParts {
  readonly db: Db;
  readonly log: FactLog;
  readonly camera: Camera;
}

/** While nothing comes, a gap is written for each minute of it: should the program end, its cause stands there. */
const missingGapMs = 60_000;

/** The clock ticks every second; who is held up for longer than this did not know of the lesson. */
const heldUpMs = 5_000;

/**
 * Keeps the room camera's segments while a lesson runs, and throws away all others. The plan starts and ends a
 * lesson; the class admin may too. Every stretch without video becomes a gap with its cause. When the disk
 * is nearly full, video is what is given up first: its segments become gaps, and recording goes on once there is room.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #facts: LessonFacts;
  readonly #orders: LessonOrders;
  readonly #keeper: LessonKeeper;
  readonly #causes = new CauseBook();
  readonly #absence: readonly Trouble[];
  readonly #clockSteps: ClockSteps;
  readonly #opening: OpeningParts;
  #lessons: Lesson[] = [];
  #queue: Promise<void> = Promise.resolve();
  #timers: NodeJS.Timeout[] = [];
  /** When the plans were first carried out; undefined until what an earlier run left was taken up. */
  #runningSince: number | undefined;

  constructor(parts: RecorderParts) {
    const { camera, clock, log, db } = parts;
    this.#parts = parts;
    this.#facts = new LessonFacts(log);
    this.#keeper = new LessonKeeper(parts, this.#facts);
    this.#clockSteps = new ClockSteps(clock);
    this.#opening = { db, clock, causes: this.#causes, facts: this.#facts, startedAt: clock.now() };
    this.#orders = new LessonOrders({ ...this.#opening, plans: parts.plans }, () => this.#lessons);
    this.#absence = absenceBefore(db, clock);
    this.#noteAbsence(0);
    camera.onSegment((segment) => this.#arrived(segment));
    camera.onState((state) => this.#causes.noteCamera(state, clock.now()));
  }

  start(): void {
    this.#orSay(() => this.tick());
    this.#timers = [
      setInterval(() => this.#orSay(() => this.tick()), 1_000),
      setInterval(() => void this.makeRoom(), 10_000),
    ];
  }

  /** The camera is closed first, so that its last segment is here; then everything known is written down. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    for (const lesson of this.#lessons) this.#inTurn(() => this.#noteWhatIsKnown(lesson));
    await this.settled();
  }

  /** Resolves when everything given so far is written down, or given up. */
  settled(): Promise<void> {
    return this.#queue;
  }

  /** On a nearly full disk lets old video go; on one so full that the camera can give nothing, this alone can. */
  makeRoom(): Promise<void> {
    this.#inTurn(async () => void (await this.#keeper.hasRoom()));
    return this.#queue;
  }

  /** The lesson being recorded now. */
  get current(): Lesson | undefined {
    return this.#lessons.find((lesson) => lesson.phase === 'recording');
  }

  /** The lesson that the class admin has interrupted. */
  get paused(): Lesson | undefined {
    return this.#lessons.find((lesson) => lesson.phase === 'paused');
  }

  /** A stopped or paused lesson goes on, or the open session's begins. Throws `conflict` where no session is open. */
  startByAdmin(): void {
    this.#orders.start();
  }

  /** Throws `conflict` where nothing is recorded, as `pauseByAdmin` does. */
  stopByAdmin(reason: string): void {
    this.#orders.stop(reason);
  }

  pauseByAdmin(reason: string): void {
    this.#orders.pause(reason);
  }

  /** Throws `conflict` where nothing is paused. */
  resumeByAdmin(): void {
    this.#orders.resume();
  }

  /** Lets the plan start, end and settle lessons. Called every second, and when a segment arrives. */
  tick(): void {
    const { plans, clock } = this.#parts;
    const now = clock.now();
    this.#followClock();
    if (this.#runningSince === undefined) this.#takeUp(now);
    for (const lesson of [...this.#lessons]) this.#turn(lesson, now);
    for (const { session, startAt, endAt } of lessonsAt(plans.all(), now)) {
      this.#begin({ session, endAt, wantedFrom: startAt, required: true }, now);
    }
    this.#causes.end('disk-full', now);
  }

  #begin(wanted: WantedLesson, now: number): void {
    const { id, plan } = wanted.session;
    if (this.#lessons.some((lesson) => lesson.session === id && lesson.class === plan.class)) return;
    const unknownFrom = Math.max(wanted.wantedFrom, this.#runningSince ?? now);
    if (now - unknownFrom > heldUpMs) this.#causes.note('plan-late', { startAt: unknownFrom, endAt: now });
    this.#lessons.push(openLesson(this.#opening, wanted));
  }

  /** What an earlier run of this program left unfinished goes on, or is brought to its end. */
  #takeUp(now: number): void {
    const { db, plans } = this.#parts;
    for (const left of unfinishedSessions(db, plans.all(), now)) this.#begin(left, now);
    this.#runningSince = now;
  }

  #followClock(): void {
    const step = this.#clockSteps.next();
    if (!step) return;
    this.#parts.logger.warn({ step }, 'the wall clock was set');
    if (step.kind === 'slept') this.#causes.note('machine-off', { startAt: step.from, endAt: step.to });
    if (step.kind === 'forward') {
      this.#causes.clockSetForward(step.from, step.to);
      if (this.#lessons.length === 0) this.#noteAbsence(step.to - step.from);
    }
    if (step.kind !== 'back') return;
    const causesBefore = this.#causes.clockSetBack(step.from, step.to);
    for (const lesson of this.#lessons) {
      const { before } = lesson;
      if (before) this.#inTurn(() => this.#finish(lesson, before.cover));
      if (lesson.phase === 'closing') this.#inTurn(() => this.#settle(lesson));
      else turnBack(lesson, causesBefore, step);
    }
  }

  /** A clock that was behind when this program started says now that it started later. */
  #noteAbsence(laterMs: number): void {
    for (const { cause, startAt, endAt } of this.#absence)
      this.#causes.note(cause, { startAt, endAt: endAt + laterMs });
  }

  #turn(lesson: Lesson, now: number): void {
    this.#followPlan(lesson);
    lesson.overSince = now < lesson.cover.until ? undefined : (lesson.overSince ?? now);
    const turn = turnOf(lesson, now);
    if (turn === 'end') {
      const at = lesson.cover.until;
      this.#facts.turned(lesson, { event: 'stopped', by: 'plan', at, reason: null });
      lesson.phase = 'closing';
    }
    // Until the camera has been opened once, it may still give what an earlier run filmed.
    const camera = this.#parts.camera.state.state;
    if (camera === 'starting') return;
    if (lesson.before && now - lesson.before.at > arrivalMs) this.#inTurn(() => this.#finishBefore(lesson));
    if (turn === 'settle') this.#inTurn(() => this.#settle(lesson));
    else if (camera === 'out-of-order' || lesson.phase === 'paused' || lesson.phase === 'stopped')
      this.#inTurn(() => this.#sayMissing(lesson, now - arrivalMs));
  }

  /** A lesson ends when the newest plan says so. */
  #followPlan(lesson: Lesson): void {
    if (!lesson.required || lesson.phase === 'closing') return;
    lesson.cover.until = planOf(this.#parts.plans.all(), lesson)?.endAt ?? lesson.cover.until;
  }

  /** What is still missing at the very end becomes the last gap. */
  #settle(lesson: Lesson): void {
    this.#finishBefore(lesson);
    this.#finish(lesson, lesson.cover);
    this.#lessons = this.#lessons.filter((other) => other !== lesson);
  }

  /** While the camera works a segment may be on its way; it will say what is missing before it. */
  #sayMissing(lesson: Lesson, upTo: number): void {
    if (upTo - lesson.cover.coveredUntil > missingGapMs)
      this.#keeper.noteHole({ lesson, cover: lesson.cover }, upTo);
  }

  /** Accounts for the rest of the time before the clock was set back. */
  #finishBefore(lesson: Lesson): void {
    if (lesson.before) this.#finish(lesson, lesson.before.cover);
    lesson.before = undefined;
  }

  #finish(lesson: Lesson, cover: Cover): void {
    this.#keeper.noteHole({ lesson, cover }, cover.until);
  }

  #noteWhatIsKnown(lesson: Lesson): void {
    this.#finishBefore(lesson);
    const { cover } = lesson;
    const known = cover.causes.knownUntil({ startAt: cover.coveredUntil, endAt: this.#parts.clock.now() });
    if (known !== undefined) this.#keeper.noteHole({ lesson, cover }, known);
  }

  /** Whether a segment is wanted is settled when it arrives: the class admin may turn things while it is hashed. */
  #arrived(segment: VideoSegment): void {
    this.#orSay(() => this.tick());
    const now = this.#parts.clock.now();
    const wanting = this.#lessons
      .map((lesson): Wanting => ({ lesson, cover: coverOf(lesson, segment, now) }))
      .filter(({ cover }) => wants(cover, segment));
    this.#inTurn(() => this.#take(wanting, segment));
  }

  async #take(wanting: readonly Wanting[], segment: VideoSegment): Promise<void> {
    for (const { lesson, cover } of wanting) if (cover === lesson.cover) this.#finishBefore(lesson);
    const still = wanting.filter(({ cover }) => wants(cover, segment));
    await this.#keeper.take(still, segment);
  }

  /** One thing after the other: what is missing before a segment is written down before it. */
  #inTurn(work: () => void | Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#say(error));
  }

  #orSay(turn: () => void): void {
    try {
      turn();
    } catch (error) {
      this.#say(error);
    }
  }

  /** A full disk must not end the program: what could not be written is tried again a second later. */
  #say(error: unknown): void {
    if (isAppError(error, 'disk_full')) this.#causes.begin('disk-full', this.#parts.clock.now());
    this.#parts.logger.error({ err: messageOf(error) }, 'a lesson could not be led on; it is tried again');
  }
}
