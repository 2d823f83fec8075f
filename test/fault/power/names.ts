import { dirname } from 'node:path';

type NameChange =
  | { readonly kind: 'add'; readonly path: string; readonly id: number }
  | { readonly kind: 'remove'; readonly path: string; readonly id: number }
  | { readonly kind: 'move'; readonly path: string; readonly to: string; readonly id: number };

/** Names of a folder tree (path → file id), as the program sees them and as the disk holds them. */
export class Names {
  readonly live = new Map<string, number>();
  readonly #durable = new Map<string, number>();
  #pending: NameChange[] = [];

  add(path: string, id: number): void {
    this.live.set(path, id);
    this.#pending.push({ kind: 'add', path, id });
  }

  remove(path: string): void {
    this.#pending.push({ kind: 'remove', path, id: this.#idAt(path) });
    this.live.delete(path);
  }

  /** A folder takes along what is in it. */
  move(from: string, to: string): void {
    const inside = [...this.live.keys()].filter((path) => path === from || path.startsWith(`${from}/`));
    for (const path of inside) {
      const id = this.#idAt(path);
      const target = to + path.slice(from.length);
      this.#pending.push({ kind: 'move', path, to: target, id });
      this.live.delete(path);
      this.live.set(target, id);
    }
  }

  /** A folder was synced: its names are on the disk as they stand, and so is the folder's own name. */
  syncFolder(folder: string): void {
    for (const path of this.#durable.keys()) if (parentOf(path) === folder) this.#durable.delete(path);
    for (const [path, id] of this.live) if (parentOf(path) === folder) this.#durable.set(path, id);
    this.#pending = this.#pending.filter((change) => {
      if (parentOf(change.kind === 'move' ? change.to : change.path) !== folder) return true;
      // A move is one entry in the journal: the old name goes with it, in whatever folder it was.
      if (
        change.kind === 'move' &&
        this.#durable.get(change.path) === change.id &&
        !this.live.has(change.path)
      )
        this.#durable.delete(change.path);
      return false;
    });
    this.#settleAbove(folder);
  }

  /** A file was synced: the name that it was created by is on the disk, with the folders above it. */
  syncFile(id: number): void {
    const created = this.#pending.filter((change) => change.kind === 'add' && change.id === id);
    for (const { path } of created) this.#durable.set(path, id);
    this.#pending = this.#pending.filter((change) => !created.includes(change));
    for (const { path } of created) this.#settleAbove(parentOf(path));
  }

  get pendingCount(): number {
    return this.#pending.length;
  }

  /** Names on the disk when the first `survivors` of the unsynced changes also reached it. */
  onDisk(survivors: number): Map<string, number> {
    const names = new Map(this.#durable);
    for (const change of this.#pending.slice(0, survivors)) {
      if (change.kind === 'add') names.set(change.path, change.id);
      else if (names.get(change.path) === change.id) names.delete(change.path);
      if (change.kind === 'move') names.set(change.to, change.id);
    }
    return names;
  }

  #settleAbove(folder: string): void {
    const id = this.live.get(folder);
    if (id === undefined) return;
    if (this.#durable.get(folder) !== id) this.#durable.set(folder, id);
    this.#pending = this.#pending.filter((change) => change.kind !== 'add' || change.id !== id);
    if (folder !== '') this.#settleAbove(parentOf(folder));
  }

  #idAt(path: string): number {
    const id = this.live.get(path);
    if (id === undefined) throw new Error(`the trace names what was never made: ${path}`);
    return id;
  }
}

/** `''` is the traced folder itself. */
function parentOf(path: string): string {
  const parent = dirname(path);
  return parent === '.' ? '' : parent;
}
