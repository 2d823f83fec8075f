import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FfmpegCamera } from '../../../device-drivers/camera/ffmpeg-camera.ts';
import { parseCameraSource } from '../../../device-drivers/camera/source.ts';
import { openStore } from '../../../kiosk/open-store.ts';
import { PlanStore } from '../../../kiosk/plan/plan-store.ts';
import { Recorder } from '../../../kiosk/recording/recorder.ts';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import type { Clock } from '../../../sync/base/clock.ts';
import { createLog } from '../../../sync/base/log.ts';
import type { GapCause } from '../../../sync/contract/lesson-records.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { samplePlan } from '../../helpers/sample-plan.ts';
import { waitFor } from '../../helpers/wait-for.ts';

/** From when the camera gives pictures to the lesson: the segment that is open then must not be needed. */
const leadMs = 6_000;

export interface RoomSetup {
  readonly dir: string;
  readonly url: string;
  /** Of its one lesson, which begins when the camera gives pictures. */
  readonly lessonMs: number;
}

export interface Stretch {
  readonly startAt: number;
  readonly endAt: number;
}

/** What stands in a kiosk's log of its lesson. */
export interface RoomRecord {
  readonly segments: readonly (Stretch & { readonly file: string })[];
  readonly gaps: readonly (Stretch & { readonly cause: GapCause })[];
}

/** A kiosk's own recorder, store and camera driver before one camera, with nothing else around them. */
export class RecordedCamera {
  readonly recorder: Recorder;
  /** As the plan has it, which is filed once the camera gives pictures. */
  readonly lesson: Stretch;
  readonly #store: Awaited<ReturnType<typeof openStore>>;
  readonly #segments: SegmentStore;
  readonly #camera: FfmpegCamera;

  private constructor(
    store: Awaited<ReturnType<typeof openStore>>,
    { dir, lessonMs }: RoomSetup,
    camera: FfmpegCamera,
    clock: Clock,
  ) {
    const { db, log } = store;
    const startAt = clock.now() + leadMs;
    this.lesson = { startAt, endAt: startAt + lessonMs };
    const plans = new PlanStore(db, log);
    const server = memoryKey('Ed25519');
    const [period] = samplePlan().periods;
    const plan = samplePlan({ periods: [{ ...period!, ...this.lesson }] });
    plans.adopt(sealStatement('plan', plan, server), server.publicKey);
    this.#store = store;
    this.#camera = camera;
    this.#segments = new SegmentStore(db, join(dir, 'video'));
    const logger = createLog('kiosk', 'fatal');
    this.recorder = new Recorder({ clock, db, log, logger, plans, camera, segments: this.#segments });
  }

  static async open(setup: RoomSetup, clock: Clock): Promise<RecordedCamera> {
    mkdirSync(setup.dir, { recursive: true });
    const store = await openStore(setup.dir, clock);
    const camera = new FfmpegCamera({
      source: parseCameraSource(setup.url),
      segments: { dir: join(setup.dir, 'spool'), seconds: 5 },
      frames: undefined,
      ...{ clock, log: createLog('kiosk', 'fatal') },
    });
    camera.start();
    await waitFor('the camera', 60_000, async () => camera.state.state === 'ready' || undefined);
    const room = new RecordedCamera(store, setup, camera, clock);
    room.recorder.start();
    return room;
  }

  read(): RoomRecord {
    const { db } = this.#store;
    const segments = db
      .prepare<[], Stretch & { sha256: string }>(
        'SELECT sha256, start_at AS startAt, end_at AS endAt FROM segments ORDER BY seq',
      )
      .all();
    const gaps = db
      .prepare<[], RoomRecord['gaps'][number]>(
        'SELECT start_at AS startAt, end_at AS endAt, cause FROM gaps ORDER BY seq',
      )
      .all();
    return { segments: segments.map((s) => ({ ...s, file: this.#segments.fileOf(s.sha256) })), gaps };
  }

  async close(): Promise<void> {
    await this.#camera.close();
    await this.recorder.close();
    await this.#store.close();
  }
}
