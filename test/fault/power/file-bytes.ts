/** What one unsynced call did to a file's bytes. */
export type ByteChange =
  | { readonly offset: number; readonly bytes: Buffer }
  /** Cut or extended with zeros. */
  | { readonly sizeBytes: number };

/** Bytes of a file, growing as they are written. */
export class FileBytes {
  #buffer: Buffer;
  #size: number;

  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.#buffer = Buffer.from(bytes);
    this.#size = bytes.length;
  }

  apply(change: ByteChange): void {
    if ('sizeBytes' in change) return this.resize(change.sizeBytes);
    const end = change.offset + change.bytes.length;
    if (end > this.#size) this.resize(end);
    change.bytes.copy(this.#buffer, change.offset);
  }

  resize(sizeBytes: number): void {
    if (sizeBytes > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(sizeBytes, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#size);
      this.#buffer = larger;
    }
    // What lay past a cut must not come back when the file grows again.
    this.#buffer.fill(0, Math.min(sizeBytes, this.#size), Math.max(sizeBytes, this.#size));
    this.#size = sizeBytes;
  }

  /** A view, valid until the next change. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#size);
  }
}

/**
 * What is on the disk when the power fails with `pending` changes not synced. Each block of `blockBytes` holds what
 * it held after some of the changes, `versionOf(block)` of them: the page cache writes a block as it stands, when it
 * likes, in any order. The size is metadata with a version of its own; what was never written below it is zeros.
 */
export function tornBytes(
  durable: Buffer,
  pending: readonly ByteChange[],
  blockBytes: number,
  versionOf: (block: number | 'size') => number,
): Buffer {
  const sizes = new FileBytes(durable);
  const sizeAfter = [durable.length];
  const touched = new Set<number>();
  for (const change of pending) {
    const before = sizes.bytes.length;
    sizes.apply(change);
    sizeAfter.push(sizes.bytes.length);
    const start = 'sizeBytes' in change ? Math.min(before, change.sizeBytes) : change.offset;
    const end = 'sizeBytes' in change ? Math.max(before, change.sizeBytes) : start + change.bytes.length;
    for (let block = Math.floor(start / blockBytes); block * blockBytes < end; block += 1) touched.add(block);
  }
  const result = new FileBytes(durable);
  result.resize(Math.max(...sizeAfter));
  // Versions of blocks, oldest first, so that the file is played through once.
  const versions = [...touched].map((block) => ({ block, version: versionOf(block) }));
  versions.sort((a, b) => a.version - b.version);
  const played = new FileBytes(durable);
  let done = 0;
  for (const { block, version } of versions) {
    for (; done < version; done += 1) played.apply(pending[done] as ByteChange);
    const start = block * blockBytes;
    const bytes = Buffer.alloc(Math.max(0, Math.min(blockBytes, result.bytes.length - start)));
    played.bytes.subarray(start, start + bytes.length).copy(bytes);
    result.apply({ offset: start, bytes });
  }
  result.resize(sizeAfter[versionOf('size')] ?? durable.length);
  return Buffer.from(result.bytes);
}
