import { setTimeout as sleep } from 'node:timers/promises';
import type { GapCause } from '../../../sync/contract/lesson-records.ts';
import { ffmpegPids } from '../../device-drivers/camera/real-ffmpeg.ts';
import type { RtspCamera } from '../../device-drivers/camera/rtsp/rtsp-camera.ts';
import type { Seeded } from '../../fault/seeded.ts';
import type { Stretch } from './recorded-camera.ts';
import type { RecordingChild } from './recording-child.ts';

/** What was done to a room, and what its log may rightly call it. */
export interface Fault extends Stretch {
  readonly causes: readonly GapCause[];
}

interface Room {
  readonly camera: RtspCamera;
  readonly child: RecordingChild;
  readonly room: number;
  /** Stands on the command line of its ffmpeg. */
  readonly dir: string;
}

/** Between two troubles everything comes back, and is recorded for a while. */
const quietMs: readonly [number, number] = [30_000, 60_000];

/** Lets one thing after another go wrong in a room, the same for the same seed. */
export class RoomTroubles {
  readonly #room: Room;
  readonly #seeded: Seeded;
  readonly #faults: Fault[] = [];

  constructor(room: Room, seeded: Seeded) {
    this.#room = room;
    this.#seeded = seeded;
  }

  /** What was done, once the last trouble before `endAt` is over. */
  async haveUntil(endAt: number): Promise<readonly Fault[]> {
    const [least, most] = quietMs;
    for (;;) {
      await sleep(least + this.#seeded.below(most - least));
      if (Date.now() > endAt - quietMs[0]) return this.#faults;
      await this.#one();
    }
  }

  async #one(): Promise<void> {
    const { camera, child, room, dir } = this.#room;
    const lengthMs = 4_000 + this.#seeded.below(8_000);
    const kinds = [
      async () => {
        camera.freeze();
        await sleep(lengthMs);
        camera.thaw();
        // Who asks a frozen camera anew is not answered.
        return ['stalled', 'camera-lost'] as const;
      },
      async () => {
        await camera.die();
        await sleep(lengthMs);
        await camera.revive();
        return ['camera-lost', 'process-died'] as const;
      },
      async () => {
        for (const pid of ffmpegPids(dir)) process.kill(pid, 'SIGKILL');
        await sleep(500);
        return ['process-died'] as const;
      },
      async () => {
        child.tell({ kind: 'pause', room });
        await sleep(10_000 + lengthMs);
        child.tell({ kind: 'resume', room });
        return ['admin-stopped'] as const;
      },
    ];
    const startAt = Date.now();
    const causes = await this.#seeded.pick(kinds)();
    this.#faults.push({ startAt, endAt: Date.now(), causes });
  }
}
