import type { Camera, Frame } from '../../device-drivers/camera/camera.ts';
import type { FaceAnalyser, FaceFound } from '../../models/face/analyser.ts';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';

/** The faces of one frame. */
export interface FacesSeen {
  readonly at: number;
  readonly faces: readonly FaceFound[];
}

/** A camera's frames, analysed one at a time; frames that come meanwhile are dropped, the newest kept. */
export class AnalysedFaces {
  readonly modelName: string;
  readonly modelDigest: string;
  readonly #analyser: FaceAnalyser;
  readonly #logger: Logger;
  readonly #listeners = new Set<(seen: FacesSeen) => void>();
  #next: Frame | undefined;
  #working: Promise<void> | undefined;

  constructor(camera: Camera, analyser: FaceAnalyser, logger: Logger) {
    this.#analyser = analyser;
    this.#logger = logger;
    this.modelName = analyser.modelName;
    this.modelDigest = analyser.modelDigest;
    camera.onFrame((frame) => {
      this.#next = frame;
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined;
      });
    });
  }

  /** Calls `listener` for every analysed frame until the returned function is called. */
  watch(listener: (seen: FacesSeen) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when no frame is being analysed any more. The camera is closed first. */
  async close(): Promise<void> {
    this.#next = undefined;
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#next) {
      const frame = this.#next;
      this.#next = undefined;
      try {
        const faces = await this.#analyser.analyse(frame);
        for (const listener of this.#listeners) listener({ at: frame.at, faces });
      } catch (error) {
        this.#logger.error({ err: messageOf(error) }, 'a frame could not be analysed');
      }
    }
  }
}
