/** Cuts a byte stream of rgb24 pictures, all of one size, into pictures. Each picture has a buffer of its own. */
export class FrameSlicer {
  readonly #sizeBytes: number;
  readonly #onPicture: (rgb: Buffer) => void;
  #picture: Buffer;
  #filled = 0;

  constructor(sizeBytes: number, onPicture: (rgb: Buffer) => void) {
    this.#sizeBytes = sizeBytes;
    this.#onPicture = onPicture;
    this.#picture = Buffer.allocUnsafe(sizeBytes);
  }

  push(chunk: Buffer): void {
    let used = 0;
    while (used < chunk.length) {
      const copied = chunk.copy(this.#picture, this.#filled, used);
      used += copied;
      this.#filled += copied;
      if (this.#filled === this.#sizeBytes) this.#give();
    }
  }

  #give(): void {
    const rgb = this.#picture;
    this.#picture = Buffer.allocUnsafe(this.#sizeBytes);
    this.#filled = 0;
    this.#onPicture(rgb);
  }
}
