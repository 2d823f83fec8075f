import type { Seeded } from '../seeded.ts';
import { type ByteChange, FileBytes, tornBytes } from './file-bytes.ts';
import { Names } from './names.ts';
import type { DiskEvent } from './trace.ts';

interface TracedFile {
  readonly isDir: boolean;
  readonly live: FileBytes;
  readonly durable: FileBytes;
  pending: ByteChange[];
}

/**
 * The traced folder, as a journaling file system (ext4 in its default mode) would hold it on a disk with a cache.
 *
 * Promised to survive a power cut: a file's bytes and size as they were at its last fsync or fdatasync; a new
 * file's or folder's name from the fsync of itself or of the folder that it is in; a rename, link or unlink only
 * from the fsync of the folder. Names above a synced file or folder survive with it.
 *
 * With `torn`, a seeded part of what was not promised survives too: names up to some change, in their order, for
 * they go through one journal; bytes of each file block by block, in any order (blocks of a sector, of a page, or
 * the whole file: one size a cut), and the size apart from the bytes.
 *
 * Left out: a disk that lies about a flush, bytes that rot or land elsewhere, a sector half written, sync_file_range
 * (it promises nothing), O_SYNC (the model is stricter than the disk), what is written through mmap (SQLite's -shm,
 * made again at each start), owners and modes.
 */
export class Disk {
  readonly #files: TracedFile[] = [];
  readonly #idOfInode = new Map<bigint, number>();
  readonly #names = new Names();

  apply(event: DiskEvent): void {
    switch (event.kind) {
      case 'opened':
        return this.#opened(event);
      case 'made-dir':
        return this.#names.add(event.path, this.#make(event.inode, true));
      case 'written':
        return this.#change(event.inode, { offset: event.offset, bytes: event.bytes });
      case 'resized':
        return this.#change(event.inode, { sizeBytes: event.sizeBytes });
      case 'synced':
        return this.#sync(this.#idOf(event.inode));
      case 'synced-all':
        for (const id of this.#files.keys()) this.#sync(id);
        return;
      case 'renamed':
        return this.#names.move(event.from, event.to);
      case 'linked':
        return this.#names.add(event.to, this.#names.live.get(event.from) ?? Number.NaN);
      case 'unlinked':
        return this.#names.remove(event.path);
    }
  }

  /** Files as the program sees them now. */
  live(): Map<string, Buffer> {
    return this.#filesOf(this.#names.live, (file) => Buffer.from(file.live.bytes));
  }

  /** Files as they are when the power fails now. Without `torn`, only what was promised. */
  afterPowerCut(torn?: Seeded): Map<string, Buffer> {
    if (!torn) return this.#filesOf(this.#names.onDisk(0), (file) => Buffer.from(file.durable.bytes));
    const names = this.#names.onDisk(torn.below(this.#names.pendingCount + 1));
    const blockBytes = torn.pick([512, 4_096, Number.MAX_SAFE_INTEGER]);
    return this.#filesOf(names, (file) =>
      tornBytes(file.durable.bytes, file.pending, blockBytes, () => torn.below(file.pending.length + 1)),
    );
  }

  #opened(event: DiskEvent & { readonly kind: 'opened' }): void {
    if (event.created) this.#names.add(event.path, this.#make(event.inode, event.isDir));
    // The watched folder is there, and on the disk, before anything is traced.
    if (event.path === '' && !this.#idOfInode.has(event.inode)) {
      this.#names.live.set('', this.#make(event.inode, true));
    }
    if (event.emptied && !event.created) this.#change(event.inode, { sizeBytes: 0 });
  }

  #make(inode: bigint, isDir: boolean): number {
    const file = { isDir, live: new FileBytes(), durable: new FileBytes(), pending: [] };
    const id = this.#files.push(file) - 1;
    this.#idOfInode.set(inode, id);
    return id;
  }

  #change(inode: bigint, change: ByteChange): void {
    const file = this.#files[this.#idOf(inode)] as TracedFile;
    file.live.apply(change);
    file.pending.push(change);
  }

  #sync(id: number): void {
    const file = this.#files[id] as TracedFile;
    if (!file.isDir) this.#names.syncFile(id);
    for (const [path, named] of this.#names.live)
      if (file.isDir && named === id) this.#names.syncFolder(path);
    for (const change of file.pending) file.durable.apply(change);
    file.pending = [];
  }

  #idOf(inode: bigint): number {
    const id = this.#idOfInode.get(inode);
    if (id === undefined) throw new Error('the trace names a file that was there before it began');
    return id;
  }

  #filesOf(names: ReadonlyMap<string, number>, bytesOf: (file: TracedFile) => Buffer): Map<string, Buffer> {
    const files = new Map<string, Buffer>();
    for (const [path, id] of names) {
      const file = this.#files[id] as TracedFile;
      if (!file.isDir) files.set(path, bytesOf(file));
    }
    return files;
  }
}
