import type { CrowdAnalyser } from '../../models/face/crowd.ts';
import type { Clock } from '../../sync/base/clock.ts';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { FaceStore } from '../enrolment/face-store.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { SegmentStore } from '../recording/segment-store.ts';
import type { Db } from '../store/database.ts';
import type { FactLog } from '../store/log-store.ts';
import { type DueMoment, DueMoments } from './due-moments.ts';
import { lookIntoRoom } from './look-into-room.ts';
import { RosterFaces } from './recognise-roster.ts';
import type { RoomPictures } from './room-pictures.ts';
import { takePhoto } from './take-photo.ts';

interface PresenceParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly db: Db;
  readonly log: FactLog;
  readonly plans: Pick<PlanStore, 'all'>;
  readonly segments: SegmentStore;
  readonly faceStore: Pick<FaceStore, 'ofModel'>;
  readonly pictures: RoomPictures;
  /** Absent when no model is installed: photographs are taken all the same. */
  readonly crowd?: CrowdAnalyser | undefined;
  /** Photographs need room on the disk, as video does. */
  readonly disk?: { hasRoomForVideo(): Promise<boolean> };
}

const tickMs = 2_000;

/**
 * Takes photographs and counts heads at the moments that the plan draws, one after the other. What fails, because the
 * camera is out of order or the disk is full, is tried again while its lesson goes on; its record says when it was.
 */
export class PresenceWatch {
  readonly #parts: PresenceParts;
  readonly #due: DueMoments;
  readonly #roster: RosterFaces;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  readonly #stop = new AbortController();

  constructor(parts: PresenceParts) {
    this.#parts = parts;
    this.#due = new DueMoments(parts.plans, parts.db);
    this.#roster = new RosterFaces(parts.faceStore, parts.db);
  }

  start(): void {
    this.#timer = setInterval(() => void this.tick(), tickMs);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearInterval(this.#timer);
    await this.#working;
  }

  /** Takes what is due now; resolves when it is written down, or failed. Never two at a time. */
  tick(): Promise<void> {
    this.#working ??= this.#takeDue().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #takeDue(): Promise<void> {
    const { clock, crowd } = this.#parts;
    const due = this.#due.at(clock.now()).filter(({ kind }) => kind === 'photo' || crowd !== undefined);
    for (const moment of due) {
      if (this.#stop.signal.aborted || !(await this.#take(moment))) return;
    }
  }

  /** False when it failed: the next would, too. */
  async #take(moment: DueMoment): Promise<boolean> {
    const { crowd, disk, logger } = this.#parts;
    const { signal } = this.#stop;
    try {
      if (moment.kind === 'photo') {
        if (disk && !(await disk.hasRoomForVideo())) return false;
        await takePhoto({ ...this.#parts, signal }, moment);
      } else if (crowd) {
        await lookIntoRoom({ ...this.#parts, crowd, roster: this.#roster, signal }, moment);
      }
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      logger.warn(
        { kind: moment.kind, err: messageOf(error) },
        'a drawn moment was missed; it is tried again',
      );
      return false;
    }
  }
}
