import { join } from 'node:path';
import { pino } from 'pino';
import { Recorder } from '../../../kiosk/recording/recorder.ts';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import type { Db } from '../../../kiosk/store/database.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { FakeCamera } from '../../helpers/fake-camera.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { minute, nine } from '../../helpers/sample-plan.ts';

export const second = 1_000;

export interface GapRow {
  readonly start_at: number;
  readonly end_at: number;
  readonly cause: string;
}

/** A recorder in a folder of its own, with a camera led by hand and a clock that stands still. */
export class RecordedRoom {
  readonly store: ReturnType<typeof kioskStore>;
  readonly segments: SegmentStore;
  /** Whether the disk has room for video. */
  hasRoom: () => boolean = () => true;
  camera!: FakeCamera;
  recorder!: Recorder;

  /** `at`: the hour when the program starts. `segments`: where files are kept, if not on the disk. */
  constructor(at = nine, segments?: (db: Db) => SegmentStore) {
    this.store = kioskStore({ clock: new SimulatedClock(at) });
    this.store.adopt();
    const { db, dir } = this.store;
    this.segments = segments?.(db) ?? new SegmentStore(db, join(dir, 'video'));
    this.#make();
  }

  /** The program starts again at `at`, on the same boot of the machine unless another is named. */
  restart(at: number, boot = this.store.clock.boot): void {
    const { clock, log, signer } = this.store;
    if (boot === clock.boot) clock.advanceTo(at);
    else clock.reboot(boot, at - clock.now());
    const key = memoryKey('ES256');
    log.begin(key, sealStatement('boot-key', log.bootKeyBody(key), signer));
    this.#make();
  }

  #make(): void {
    const { clock, db, log, plans, dir } = this.store;
    const disk = { hasRoomForVideo: async () => this.hasRoom() };
    const { segments } = this;
    this.camera = new FakeCamera(dir);
    const logger = pino({ level: 'silent' });
    this.recorder = new Recorder({ clock, db, log, plans, segments, disk, camera: this.camera, logger });
  }

  /** Lets time pass to `at`, with the recorder's clock ticking once there. */
  async passTo(at: number): Promise<void> {
    this.store.clock.advanceTo(at);
    this.recorder.tick();
    await this.recorder.settled();
  }

  /** Whole video from `from` to `to`, each piece given as it ends; the files as the camera left them. */
  async film(from: number, to: number, pieceMs = minute): Promise<string[]> {
    const files: string[] = [];
    for (let at = from; at < to; at += pieceMs) {
      const endAt = Math.min(at + pieceMs, to);
      await this.passTo(endAt);
      files.push(this.camera.giveSegment(at, endAt));
    }
    await this.recorder.settled();
    return files;
  }

  /** As they were written down. */
  gapRecords(): GapRow[] {
    return this.#rows<GapRow>('SELECT start_at, end_at, cause FROM gaps ORDER BY seq');
  }

  /** Neighbours of one cause joined: a long gap is written down in parts. */
  gaps(): GapRow[] {
    const joined: GapRow[] = [];
    for (const gap of this.gapRecords()) {
      const last = joined.at(-1);
      if (last?.cause === gap.cause && last.end_at === gap.start_at)
        joined[joined.length - 1] = { ...last, end_at: gap.end_at };
      else joined.push(gap);
    }
    return joined;
  }

  covered() {
    return this.#rows('SELECT min(start_at) AS a, max(end_at) AS b, count(*) AS n FROM segments')[0];
  }

  kept(): { start_at: number; end_at: number }[] {
    return this.#rows('SELECT start_at, end_at FROM segments ORDER BY seq');
  }

  lessons() {
    return this.#rows('SELECT stopped_by, count(*) AS n FROM lessons GROUP BY lesson');
  }

  pauses() {
    return this.#rows('SELECT event, at, reason FROM pauses ORDER BY seq');
  }

  #rows<T = object>(sql: string): T[] {
    return this.store.db.prepare<[], T>(sql).all();
  }
}

/** One row of `gaps`. */
export function gap(start_at: number, end_at: number, cause: string): GapRow {
  return { start_at, end_at, cause };
}
