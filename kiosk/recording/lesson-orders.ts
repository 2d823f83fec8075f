import { AppError } from '../../sync/base/errors.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import { openSession } from '../plan/timetable.ts';
import { beginIdle, endIdle, type Lesson } from './lesson.ts';
import { lessonSpan } from './lesson-span.ts';
import { type OpeningParts, openLesson } from './open-lesson.ts';

interface OrderParts extends OpeningParts {
  readonly plans: PlanStore;
}

/** What the class admin (班主任) may tell the recorder. Each order is recorded before it counts. */
export class LessonOrders {
  readonly #parts: OrderParts;
  readonly #lessons: () => Lesson[];

  /** `lessons`: those under way, to which a new one is added. */
  constructor(parts: OrderParts, lessons: () => Lesson[]) {
    this.#parts = parts;
    this.#lessons = lessons;
  }

  /** A stopped or paused lesson goes on, or the open session's begins. Throws `conflict` where no session is open. */
  start(): void {
    if (this.#in('recording').length > 0) return;
    if (this.#in('paused').length > 0) return this.resume();
    const now = this.#parts.clock.now();
    const stopped = this.#in('stopped').filter(({ cover }) => now < cover.until);
    for (const lesson of stopped) this.#goOn(lesson);
    if (stopped.length === 0) this.#begin();
  }

  /** Ends the recording for good, or until the class admin starts it again. Throws `conflict` where nothing runs. */
  stop(reason: string): void {
    const now = this.#parts.clock.now();
    for (const lesson of this.#some('recording', 'paused')) {
      this.#parts.facts.turned(lesson, { event: 'stopped', by: 'class-admin', at: now, reason });
      beginIdle(lesson, now);
      lesson.phase = 'stopped';
    }
  }

  /** Interrupts the recording. Throws `conflict` where nothing is recorded. */
  pause(reason: string): void {
    const now = this.#parts.clock.now();
    for (const lesson of this.#some('recording')) {
      this.#parts.facts.paused(lesson, { event: 'paused', at: now, reason });
      beginIdle(lesson, now);
      Object.assign(lesson, { phase: 'paused', paused: true });
    }
  }

  /** Throws `conflict` where nothing is paused. */
  resume(): void {
    for (const lesson of this.#some('paused')) this.#endPause(lesson);
  }

  #endPause(lesson: Lesson): void {
    const now = this.#parts.clock.now();
    this.#parts.facts.paused(lesson, { event: 'resumed', at: now, reason: null });
    endIdle(lesson, now);
    Object.assign(lesson, { phase: 'recording', paused: false });
  }

  #goOn(lesson: Lesson): void {
    const now = this.#parts.clock.now();
    this.#parts.facts.turned(lesson, { event: 'started', by: 'class-admin', at: now, reason: null });
    if (lesson.paused) this.#endPause(lesson);
    endIdle(lesson, now);
    lesson.phase = 'recording';
  }

  #begin(): void {
    const { plans, clock } = this.#parts;
    const now = clock.now();
    const session = openSession(plans.all(), now);
    if (!session || now >= session.endAt) {
      throw new AppError('conflict', 'No session is open now, so there is nothing to record.', {
        zh: '当前没有课程，不能开始录像。',
      });
    }
    const span = lessonSpan(session);
    const required = span !== undefined && now < span.endAt;
    const wanted = { session, endAt: required ? span.endAt : session.endAt, wantedFrom: now, required };
    this.#lessons().push(openLesson(this.#parts, { ...wanted, by: 'class-admin' }));
  }

  #in(...phases: Lesson['phase'][]): Lesson[] {
    return this.#lessons().filter(({ phase }) => phases.includes(phase));
  }

  #some(...phases: Lesson['phase'][]): Lesson[] {
    const lessons = this.#in(...phases);
    if (lessons.length > 0) return lessons;
    if (phases.includes('recording'))
      throw new AppError('conflict', 'Nothing is being recorded.', { zh: '当前没有在录像。' });
    throw new AppError('conflict', 'The recording is not paused.', { zh: '录像未暂停。' });
  }
}
