import sharp from 'sharp';
import type { Camera, Frame } from '../../device-drivers/camera/camera.ts';

type Watcher = (jpeg: Buffer) => void;

/** A camera's frames as JPEG, made only while somebody looks. */
export class Preview {
  readonly #watchers = new Set<Watcher>();
  #busy = false;

  constructor(camera: Camera) {
    camera.onFrame((frame) => void this.#show(frame));
  }

  /** Gives pictures to `watcher` until the returned function is called. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async #show({ rgb, width, height }: Frame): Promise<void> {
    if (this.#watchers.size === 0 || this.#busy) return;
    this.#busy = true;
    try {
      const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 75 })
        .toBuffer();
      for (const watcher of this.#watchers) watcher(jpeg);
    } finally {
      this.#busy = false;
    }
  }
}
