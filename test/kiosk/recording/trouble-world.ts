import type { VideoSegment } from '../../../device-drivers/camera/camera.ts';
import { type KeptFile, SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import type { Db } from '../../../kiosk/store/database.ts';
import { randomId } from '../../../sync/base/ids.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';
import { type GapRow, gap, RecordedRoom, second } from './recorded-room.ts';

/** Files of no bytes: what becomes of the disk is tested elsewhere. */
class NamesOnly extends SegmentStore {
  broken = false;

  override async stage(_file: string): Promise<KeptFile> {
    if (this.broken) throw new Error('the file cannot be read');
    return { sha256: sha256(randomId('view')), sizeBytes: 2, initBytes: 1 };
  }
}

/** A length in ms, and a number that the step is free to use: 0 … 999. */
export interface Dice {
  readonly ms: number;
  readonly roll: number;
}

export const lesson = { startAt: nine, endAt: nine + 8 * minute };

/** A classroom in which troubles follow one another; it knows what must be found in the log afterwards. */
export class TroubleWorld {
  readonly room: RecordedRoom;
  /** Stretches that must be gaps of this cause. */
  readonly expected: GapRow[] = [];
  /** Holes within files. */
  readonly insideFiles: GapRow[] = [];
  readonly #files: NamesOnly;
  #boots = 0;

  constructor() {
    let files: NamesOnly | undefined;
    this.room = new RecordedRoom(nine - 10 * minute, (db: Db) => (files = new NamesOnly(db, '/nowhere')));
    this.#files = files as unknown as NamesOnly;
    this.room.store.db.pragma('synchronous = OFF');
    const [period] = samplePlan().periods;
    const periods = [{ ...period!, endAt: lesson.endAt }];
    this.room.store.adopt({ ...samplePlan(), version: 2, periods });
  }

  get now(): number {
    return this.room.store.clock.now();
  }

  /** Video in pieces, with pauses between and within them as cameras make. */
  async film({ ms, roll }: Dice): Promise<void> {
    const endAt = this.now + ms;
    for (let n = 0; this.now < endAt; n += 1) {
      const startAt = this.now + ((roll * (n + 1)) % 500);
      const lengthMs = 4_000 + ((roll * (n + 7)) % 6_000);
      const hole = this.#hole(startAt, { ms: lengthMs, roll: roll + n });
      await this.#pass(startAt + lengthMs - this.now);
      this.#give({ file: '/nowhere/x', startAt, endAt: this.now, ...(hole && { holes: [hole] }) });
    }
    await this.room.recorder.settled();
  }

  /** Noticed some time after it began, and over some time after the first picture. */
  async cameraBreaks({ ms, roll }: Dice): Promise<void> {
    const from = this.now;
    const faults = [
      ['lost', 'camera-lost'],
      ['stalled', 'stalled'],
      ['died', 'process-died'],
    ] as const;
    const [fault, cause] = faults[roll % 3] as (typeof faults)[number];
    await this.#pass(Math.round(roll * 2.5));
    this.room.camera.breakDown('out of order', this.now, fault);
    await this.#pass(ms);
    this.#expect(from, cause);
    this.#returns(roll % 700);
    await this.#piece();
  }

  async pauses({ ms, roll }: Dice): Promise<void> {
    if (!this.room.recorder.current) return;
    const from = this.now;
    this.room.recorder.pauseByAdmin('休息');
    if (roll % 2 === 0) await this.film({ ms, roll });
    else await this.restarts({ ms, roll }, false);
    if (this.room.recorder.paused) this.room.recorder.resumeByAdmin();
    this.#expect(from, 'admin-stopped');
    await this.#piece();
  }

  async stops({ ms, roll }: Dice): Promise<void> {
    if (!this.room.recorder.current) return;
    const from = this.now;
    this.room.recorder.stopByAdmin('设备检修');
    await this.#pass(ms);
    if (roll % 3 === 0) await this.restarts({ ms, roll }, false);
    if (this.now < lesson.endAt) this.room.recorder.startByAdmin();
    this.#expect(from, 'admin-stopped');
    await this.#piece();
  }

  /** Killed, with a piece in the making that is found again or not. */
  async restarts({ ms, roll }: Dice, expected = true): Promise<void> {
    const from = this.now;
    const found = roll % 3 === 0 ? 0 : 1_000 + (roll % 3_000);
    const reboots = roll % 2 === 0;
    const boot = reboots ? `boot-${++this.#boots}` : this.room.store.clock.boot;
    this.room.restart(from + found + ms, boot);
    this.room.camera.state = { state: 'starting', since: this.now };
    this.room.recorder.tick();
    if (found > 0) this.#give({ file: '/nowhere/x', startAt: from, endAt: from + found });
    this.room.camera.recover(this.now);
    await this.room.recorder.settled();
    if (expected) this.#expect(from + found, reboots ? 'machine-off' : 'process-died');
    await this.#piece();
  }

  async diskFills({ ms, roll }: Dice): Promise<void> {
    const from = this.now;
    this.room.hasRoom = () => false;
    for (const endAt = from + ms; this.now < endAt; ) await this.#piece(2_000 + (roll % 5) * 1_000);
    this.room.hasRoom = () => true;
    this.#expect(from, 'disk-full');
    await this.#piece();
  }

  async fileBreaks(): Promise<void> {
    const from = this.now;
    this.#files.broken = true;
    await this.#piece();
    this.#files.broken = false;
    this.#expect(from, 'file-damaged');
    await this.#piece();
  }

  /** The lesson ends by its plan, and is settled. */
  async end(): Promise<void> {
    await this.film({ ms: Math.max(0, lesson.endAt + second - this.now), roll: 0 });
    await this.#pass(60 * second);
  }

  /** The middle of it: where one trouble meets another, either cause will do. */
  #expect(from: number, cause: string): void {
    const [startAt, endAt] = [Math.max(from, lesson.startAt), Math.min(this.now, lesson.endAt)];
    if (endAt - startAt > 2_200) this.expected.push(gap(startAt + 600, endAt - 1_600, cause));
  }

  #returns(lateMs: number): void {
    const firstPictureAt = this.now;
    this.room.store.clock.advance(lateMs);
    this.room.camera.recover(this.now);
    this.#give({ file: '/nowhere/x', startAt: firstPictureAt, endAt: this.now + 1 });
  }

  async #piece(ms = 5_000): Promise<void> {
    const startAt = this.now;
    await this.#pass(ms);
    this.#give({ file: '/nowhere/x', startAt, endAt: this.now });
    await this.room.recorder.settled();
  }

  #hole(startAt: number, { ms, roll }: Dice): { startAt: number; endAt: number } | undefined {
    if (roll % 4 !== 0) return undefined;
    const from = startAt + (ms % 1_000) + 200;
    return { startAt: from, endAt: from + 501 + (roll % 2_000) };
  }

  #give(segment: VideoSegment): void {
    const { file, startAt, endAt, holes } = segment;
    for (const hole of holes ?? []) this.insideFiles.push(gap(hole.startAt, hole.endAt, 'stalled'));
    this.room.camera.giveFile(file, startAt, endAt, holes);
  }

  /** The recorder's clock ticks each second. */
  async #pass(ms: number): Promise<void> {
    const endAt = this.now + ms;
    while (this.now < endAt) {
      this.room.store.clock.advance(Math.min(second, endAt - this.now));
      this.room.recorder.tick();
    }
    await this.room.recorder.settled();
  }
}
