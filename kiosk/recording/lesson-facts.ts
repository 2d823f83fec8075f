import type { VideoSegment } from '../../device-drivers/camera/camera.ts';
import type { FactLog } from '../store/log-store.ts';
import type { Lesson } from './lesson.ts';
import type { KeptFile } from './segment-store.ts';
import type { Trouble } from './split-by-cause.ts';

export type NamedLesson = Pick<Lesson, 'lesson' | 'session' | 'class'>;

interface LessonTurn {
  readonly event: 'started' | 'stopped';
  readonly by: 'plan' | 'class-admin';
  readonly at: number;
  readonly reason: string | null;
}

interface Pause {
  readonly event: 'paused' | 'resumed';
  readonly at: number;
  readonly reason: string | null;
}

/** The kinds of record that a recording writes. Each throws what `FactLog.append` throws. */
export class LessonFacts {
  readonly #log: FactLog;

  constructor(log: FactLog) {
    this.#log = log;
  }

  turned({ lesson, session, class: classId }: NamedLesson, turn: LessonTurn): void {
    this.#log.append('lesson', classId, { lesson, session, ...turn });
  }

  paused({ lesson, session, class: classId }: NamedLesson, pause: Pause): void {
    this.#log.append('pause', classId, { lesson, session, ...pause });
  }

  kept(
    { lesson, session, class: classId }: NamedLesson,
    { startAt, endAt }: VideoSegment,
    file: KeptFile,
  ): void {
    this.#log.append('segment', classId, { lesson, session, camera: 'room', ...file, startAt, endAt });
  }

  missing({ lesson, session, class: classId }: NamedLesson, { startAt, endAt, cause }: Trouble): void {
    const at = { startAt: Math.round(startAt), endAt: Math.round(endAt) };
    this.#log.append('gap', classId, { lesson, session, camera: 'room', ...at, cause });
  }
}
