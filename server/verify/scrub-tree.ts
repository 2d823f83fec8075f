import { parseCheckpoint } from '../../sync/evidence/tlog/checkpoint.ts';
import { appendLeaves, type NodeStore, rootAt } from '../../sync/evidence/tlog/merkle-tree.ts';
import { noteKeyOf, noteKeyType } from '../../sync/evidence/tlog/note-key.ts';
import { openNote } from '../../sync/evidence/tlog/open-note.ts';
import { originOf } from '../../sync/evidence/tlog/origin.ts';
import { hashLeaf, sameHash } from '../../sync/evidence/tlog/tree-hash.ts';
import type { Context } from '../parts.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import { finding } from './finding-text.ts';

const chunkEntries = 500;

/**
 * Builds the server's log again from the texts of the records, and compares it with the tree that the newest checkpoint
 * signs: names the first entry that is not what it was.
 */
export async function scrubTree(context: Context, signal: AbortSignal): Promise<readonly NewFinding[]> {
  const { stores, serverKey } = context;
  const newest = await stores.merkle.newestCheckpoint();
  if (!newest || signal.aborted) return [];
  const rebuilt = new MemoryNodes();
  let size = 0;
  while (size < newest.size && !signal.aborted) {
    const entries = await stores.records.entries(size, chunkEntries);
    for (const [offset, { leaf, text }] of entries.entries()) {
      const hash = hashLeaf(Buffer.from(text, 'utf8'));
      const whole = leaf === size + offset && (await isStored(context, leaf, hash));
      if (!whole) return [changedLog(size + offset)];
    }
    if (entries.length === 0) return [changedLog(size)];
    const hashes = entries.map(({ text }) => hashLeaf(Buffer.from(text, 'utf8')));
    const { nodes } = await appendLeaves(size, hashes, rebuilt);
    rebuilt.add(nodes);
    size += entries.length;
  }
  if (signal.aborted) return [];
  const root = await rootAt(newest.size, rebuilt);
  return sameHash(root, signedRoot(newest.note, serverKey.publicKey)) ? [] : [changedLog(newest.size)];
}

async function isStored({ stores }: Context, index: number, hash: Buffer): Promise<boolean> {
  try {
    return sameHash(await stores.merkle.read(0, index), hash);
  } catch {
    return false;
  }
}

/** The root that we signed; nothing for a note that is not ours. */
function signedRoot(note: string, serverKey: string): Uint8Array {
  const opened = openNote(note, [noteKeyOf(originOf(serverKey), noteKeyType.ed25519, serverKey)]);
  const read = opened.ok && opened.verified.length > 0 ? parseCheckpoint(opened.text) : undefined;
  return read?.ok ? read.checkpoint.root : new Uint8Array();
}

function changedLog(entry: number): NewFinding {
  return finding('log-changed', { kind: 'log', id: String(entry) }, { device: null });
}

/** A tree that is built for one pass and thrown away. */
class MemoryNodes implements NodeStore {
  readonly #nodes = new Map<string, Uint8Array>();

  add(nodes: readonly { level: number; number: number; hash: Uint8Array }[]): void {
    for (const { level, number, hash } of nodes) this.#nodes.set(`${level}/${number}`, hash);
  }

  async read(level: number, number: number): Promise<Uint8Array> {
    return this.#nodes.get(`${level}/${number}`) ?? new Uint8Array();
  }
}
