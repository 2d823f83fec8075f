import type { Camera } from '../../device-drivers/camera/camera.ts';
import type { Clock } from '../../sync/base/clock.ts';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { FactLog } from '../store/log-store.ts';
import { type FaultNow, PictureJudge } from './picture/picture-judge.ts';

/** A lesson that is being recorded, as far as a record names it. */
type Recorded = { readonly lesson: string; readonly session: string; readonly class: string };

interface PictureWatchParts {
  readonly camera: Camera;
  readonly log: FactLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Undefined while nothing is recorded: nobody needs to know of a dark room then. */
  readonly lesson: () => Recorded | undefined;
  readonly onChange: () => void;
}

/** Writes down when the room camera's picture stops showing a lesson, and when it shows one again. */
export class PictureWatch {
  readonly #parts: PictureWatchParts;
  readonly #judge = new PictureJudge();
  /** What was written down as begun, and not as over. */
  #written: (FaultNow & { readonly of: Recorded }) | undefined;

  constructor(parts: PictureWatchParts) {
    this.#parts = parts;
    parts.camera.onFrame((frame) => this.#note(this.#judge.add(frame)));
  }

  /** The fault that lasts in the lesson being recorded. */
  get fault(): FaultNow | undefined {
    return this.#written;
  }

  #note(seen: FaultNow | undefined): void {
    const lesson = this.#parts.lesson();
    const written = this.#written;
    const over = written && (written.fault !== seen?.fault || written.of.lesson !== lesson?.lesson);
    if (over && !this.#append(written.of, written, 'ended')) return;
    if (over) this.#written = undefined;
    if (seen && lesson && !this.#written && this.#append(lesson, seen, 'began')) {
      this.#written = { ...seen, of: lesson };
    }
  }

  /** What a full disk does not take is tried again with the next picture. */
  #append(
    { lesson, session, class: classId }: Recorded,
    { fault, since }: FaultNow,
    event: 'began' | 'ended',
  ): boolean {
    const { log, clock, logger, onChange } = this.#parts;
    const at = clock.now();
    try {
      log.append('picture', classId, { lesson, session, camera: 'room', fault, event, since, at });
    } catch (error) {
      logger.error({ err: messageOf(error) }, 'a fault of the picture could not be written down');
      return false;
    }
    onChange();
    return true;
  }
}
