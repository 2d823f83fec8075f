import type { NodeStore, TreeNode } from '../../../../sync/evidence/tlog/merkle-tree.ts';
import { appendLeaves } from '../../../../sync/evidence/tlog/merkle-tree.ts';
import { emptyRoot, hashLeaf, hashNode } from '../../../../sync/evidence/tlog/tree-hash.ts';

/** A node store in memory that refuses to write a node twice, and counts what is read. */
export class MemoryTree implements NodeStore {
  readonly #nodes = new Map<string, Uint8Array>();
  size = 0;
  reads = 0;

  async read(level: number, number: number): Promise<Uint8Array> {
    this.reads += 1;
    const hash = this.#nodes.get(`${level}/${number}`);
    if (!hash) throw new Error(`no node ${level}/${number}`);
    return hash;
  }

  async append(leafHashes: readonly Uint8Array[]): Promise<readonly TreeNode[]> {
    const { newSize, nodes } = await appendLeaves(this.size, leafHashes, this);
    for (const { level, number, hash } of nodes) {
      if (this.#nodes.has(`${level}/${number}`)) throw new Error(`node ${level}/${number} written twice`);
      this.#nodes.set(`${level}/${number}`, hash);
    }
    this.size = newSize;
    return nodes;
  }
}

export function leafHashes(count: number, from = 0): Buffer[] {
  return Array.from({ length: count }, (_, i) => hashLeaf(Buffer.from(`leaf ${from + i}`)));
}

export async function treeOf(count: number): Promise<MemoryTree> {
  const tree = new MemoryTree();
  await tree.append(leafHashes(count));
  return tree;
}

/** RFC 9162 §2.1.1, word for word, over leaf hashes: slow, and written apart from what it checks. */
export function naiveRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return emptyRoot();
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  const k = naiveSplit(hashes.length);
  return hashNode(naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k)));
}

/** PATH(m, D_n) of RFC 9162 §2.1.3.1. */
export function naivePath(m: number, hashes: readonly Uint8Array[]): Uint8Array[] {
  if (hashes.length === 1) return [];
  const k = naiveSplit(hashes.length);
  return m < k
    ? [...naivePath(m, hashes.slice(0, k)), naiveRoot(hashes.slice(k))]
    : [...naivePath(m - k, hashes.slice(k)), naiveRoot(hashes.slice(0, k))];
}

/** SUBPROOF(m, D_n, b) of RFC 9162 §2.1.4.1. */
export function naiveSubproof(m: number, hashes: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === hashes.length) return whole ? [] : [naiveRoot(hashes)];
  const k = naiveSplit(hashes.length);
  return m <= k
    ? [...naiveSubproof(m, hashes.slice(0, k), whole), naiveRoot(hashes.slice(k))]
    : [...naiveSubproof(m - k, hashes.slice(k), false), naiveRoot(hashes.slice(0, k))];
}

function naiveSplit(n: number): number {
  return 2 ** (Math.ceil(Math.log2(n)) - 1);
}

/** Every way of damaging a list of hashes by one step: a bit, a hash left out, doubled, added, or two swapped. */
export function* damaged(proof: readonly Uint8Array[], bitsEach: Iterable<number>): Generator<Uint8Array[]> {
  const bits = [...bitsEach];
  for (let i = 0; i < proof.length; i += 1) {
    for (const bit of bits) yield proof.map((hash, j) => (j === i ? flipBit(hash, bit) : hash));
    yield proof.filter((_, j) => j !== i);
    yield [...proof.slice(0, i), proof[i] as Uint8Array, ...proof.slice(i)];
    yield proof.map((hash, j) => (j === i ? hash.subarray(1) : hash));
  }
  for (let i = 0; i + 1 < proof.length; i += 1) {
    yield [...proof.slice(0, i), proof[i + 1] as Uint8Array, proof[i] as Uint8Array, ...proof.slice(i + 2)];
  }
  yield [...proof, Buffer.alloc(32)];
  yield [Buffer.alloc(32), ...proof];
}

export function flipBit(hash: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(hash);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] as number) ^ (1 << (bit % 8));
  return copy;
}
