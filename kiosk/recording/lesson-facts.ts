import type { VideoSegment } from '../../device-drivers/camera/camera.ts';
import type { GapCause } from '../../sync/contract/records.ts';
import type { FactLog } from '../store/log-store.ts';
import type { Lesson } from './lesson.ts';

type Named = Pick<Lesson, 'lesson' | 'session' | 'class'>;

interface LessonTurn {
  readonly event: 'started' | 'stopped';
  readonly by: 'plan' | 'class-admin';
  readonly at: number;
  readonly reason: string | null;
}

interface KeptFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly initBytes: number;
}

/** The three kinds of record that a recording writes. Each throws what `FactLog.append` throws. */
export class LessonFacts {
  readonly #log: FactLog;

  constructor(log: FactLog) {
    this.#log = log;
  }

  turned({ lesson, session, class: classId }: Named, turn: LessonTurn): void {
    this.#log.append('lesson', classId, { lesson, session, ...turn });
  }

  kept({ lesson, session, class: classId }: Named, { startAt, endAt }: VideoSegment, file: KeptFile): void {
    this.#log.append('segment', classId, { lesson, session, camera: 'room', ...file, startAt, endAt });
  }

  missing(
    { lesson, session, class: classId }: Named,
    hole: { startAt: number; endAt: number },
    cause: GapCause,
  ): void {
    this.#log.append('gap', classId, { lesson, session, camera: 'room', ...hole, cause });
  }
}
