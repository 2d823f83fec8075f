import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { VideoSegment } from '../../device-drivers/camera/camera.ts';
import type { Clock } from '../../sync/base/clock.ts';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import { isDiskFull } from '../store/disk-full.ts';
import { cutSegment } from './cut-segment.ts';
import { type Cover, holeBefore, type Lesson } from './lesson.ts';
import type { LessonFacts } from './lesson-facts.ts';
import { deleteOldVideo } from './retention.ts';
import type { SegmentStore } from './segment-store.ts';
import type { Trouble } from './split-by-cause.ts';
import { common, isLong } from './stretch.ts';

/** A lesson that wants a segment, and the setting of the clock that it is of. */
export interface Wanting {
  readonly lesson: Lesson;
  readonly cover: Cover;
}

export interface KeeperParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly plans: PlanStore;
  readonly segments: SegmentStore;
  /** Says whether the disk has room for more video; absent where it always has. */
  readonly disk?: { hasRoomForVideo(): Promise<boolean> };
}

/** While the disk has no room for video, a gap is written for each minute of it: a record a segment would fill it. */
const unkeptGapMs = 60_000;

/** Keeps segments for the lessons that want them, and writes down what is missing between them. */
export class LessonKeeper {
  readonly #parts: KeeperParts;
  readonly #facts: LessonFacts;

  constructor(parts: KeeperParts, facts: LessonFacts) {
    this.#parts = parts;
    this.#facts = facts;
  }

  /** What nobody wants is deleted; what two lessons share is cut, so that each has a file of its own. */
  async take(wanting: readonly Wanting[], segment: VideoSegment): Promise<void> {
    try {
      const [only, ...others] = wanting;
      if (only && !(await this.hasRoom())) await this.#giveUp(wanting, segment);
      else if (only && others.length === 0) await this.#keep(only, segment, 'stage');
      else for (const one of wanting) await this.#keepPart(one, segment);
      await rm(segment.file, { force: true });
    } catch (error) {
      await this.#lost(wanting, segment, error);
    }
  }

  /** What the server has a receipt for, and is past its time here, goes before new video does. */
  async hasRoom(): Promise<boolean> {
    const { disk, segments, plans, clock } = this.#parts;
    if (!disk || (await disk.hasRoomForVideo())) return true;
    return (await deleteOldVideo(segments, plans, clock)) > 0 && disk.hasRoomForVideo();
  }

  /** Accounts for everything up to `upTo`: what is not on video becomes gaps, each with its cause. */
  noteHole({ lesson, cover }: Wanting, upTo: number): void {
    this.#payOwed({ lesson, cover });
    const hole = holeBefore(cover, upTo);
    for (const gap of hole ? cover.causes.gapsIn(hole, cover.idle) : []) {
      this.#facts.missing(lesson, gap);
      cover.coveredUntil = gap.endAt;
    }
  }

  async #keepPart({ lesson, cover }: Wanting, segment: VideoSegment): Promise<void> {
    const file = this.#parts.segments.partFile(lesson.lesson);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const wanted = { startAt: cover.coveredUntil, endAt: cover.until };
    await this.#keep(
      { lesson, cover },
      await cutSegment(segment, wanted, { file, mark: lesson.lesson }),
      'keep',
    );
  }

  /** A segment that an earlier run wrote down already has its record. */
  async #keep({ lesson, cover }: Wanting, segment: VideoSegment, how: 'stage' | 'keep'): Promise<void> {
    const { segments } = this.#parts;
    const kept = await segments[how](segment.file);
    try {
      this.noteHole({ lesson, cover }, segment.startAt);
      if (!segments.isNamed(kept.sha256)) this.#facts.kept(lesson, segment, kept);
    } catch (error) {
      if (isDiskFull(error)) await segments.discard(kept.sha256);
      throw error;
    }
    cover.owed.push(...holesInside(segment, cover));
    cover.coveredUntil = Math.max(cover.coveredUntil, segment.endAt);
    this.#payOwed({ lesson, cover });
  }

  /** One after the other: where the disk is full between them, the rest is written down later. */
  #payOwed({ lesson, cover }: Wanting): void {
    for (let gap = cover.owed[0]; gap; gap = cover.owed[0]) {
      this.#facts.missing(lesson, gap);
      cover.owed.shift();
    }
  }

  /** The file goes first: its room may be what the record of the gap needs. */
  async #giveUp(wanting: readonly Wanting[], segment: VideoSegment): Promise<void> {
    await rm(segment.file, { force: true });
    for (const { lesson, cover } of wanting) {
      const goesOn = cover.causes.note('disk-full', segment);
      if (!goesOn) this.noteHole({ lesson, cover }, segment.startAt);
      if (segment.endAt - cover.coveredUntil >= unkeptGapMs) this.noteHole({ lesson, cover }, segment.endAt);
    }
  }

  /** A segment that could not be kept is a hole; the next one that can be will say so. */
  async #lost(wanting: readonly Wanting[], segment: VideoSegment, error: unknown): Promise<void> {
    const cause = isDiskFull(error) ? 'disk-full' : 'file-damaged';
    for (const { cover } of wanting) cover.causes.note(cause, segment);
    this.#parts.logger.error({ err: messageOf(error) }, 'a video segment could not be kept');
    if (isDiskFull(error)) await rm(segment.file, { force: true });
  }
}

/** A camera that stalls for a moment leaves a hole within a file. */
function holesInside({ holes = [] }: VideoSegment, cover: Cover): Trouble[] {
  return holes
    .map((hole) => common(hole, { startAt: cover.coveredUntil, endAt: cover.until }))
    .flatMap((hole) => (hole && isLong(hole) ? cover.causes.gapsIn(hole, cover.idle) : []));
}
