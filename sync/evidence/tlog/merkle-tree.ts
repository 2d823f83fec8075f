import { AppError } from '../../base/errors.ts';
import { emptyRoot, hashNode, hashSizeBytes } from './tree-hash.ts';
import {
  completeSubtrees,
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
  type NodePlace,
} from './tree-shape.ts';

/**
 * Where the hashes of complete subtrees are kept, level 0 being the leaf hashes. Each is written once and never
 * changes. All that one proof needs is asked for at once, before any of it is waited for. Throws if it has no such node.
 */
export interface NodeStore {
  read(level: number, number: number): Promise<Uint8Array>;
}

export interface TreeNode extends NodePlace {
  readonly hash: Uint8Array;
}

/**
 * Adds leaves to a tree of `size` leaves. Gives every subtree that is complete now and was not before, leaves
 * included, to be stored in the same transaction as the new size; reads at most one node a level.
 */
export async function appendLeaves(
  size: number,
  leafHashes: readonly Uint8Array[],
  store: NodeStore,
): Promise<{ readonly newSize: number; readonly nodes: readonly TreeNode[] }> {
  requireSizes(size, size + leafHashes.length);
  for (const hash of leafHashes) requireHash(hash, 0);
  const nodes: TreeNode[] = [];
  let first = size;
  let row = leafHashes;
  for (let level = 0; row.length > 0; level += 1) {
    row.forEach((hash, i) => {
      nodes.push({ level, number: first + i, hash });
    });
    row = await parentsOf(level, first, row, store);
    first = Math.floor(first / 2);
  }
  return { newSize: size + leafHashes.length, nodes };
}

/** The root of the first `size` leaves: of the tree as it is, or as it once was. */
export async function rootAt(size: number, store: NodeStore): Promise<Buffer> {
  requireSizes(size, size);
  return size === 0 ? emptyRoot() : rootOf({ begin: 0, end: size }, store);
}

/** RFC 9162 §2.1.3.1: what proves that leaf `index` is in the tree of `size` leaves, the leaf's sibling first. */
export async function inclusionProof(
  index: number,
  size: number,
  store: NodeStore,
): Promise<readonly Buffer[]> {
  requireSizes(index + 1, size);
  return rootsOf(inclusionRanges(index, size), store);
}

/** RFC 9162 §2.1.4.1: what proves that the tree of `newSize` leaves goes on from the one of `oldSize`. */
export async function consistencyProof(
  oldSize: number,
  newSize: number,
  store: NodeStore,
): Promise<readonly Buffer[]> {
  requireSizes(oldSize, newSize);
  return rootsOf(consistencyRanges(oldSize, newSize), store);
}

async function parentsOf(
  level: number,
  first: number,
  row: readonly Uint8Array[],
  store: NodeStore,
): Promise<readonly Uint8Array[]> {
  // An odd first node completes a pair whose left half was stored by an earlier append.
  const pairs = first % 2 === 1 ? [await readNode({ level, number: first - 1 }, store), ...row] : row;
  const parents: Uint8Array[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    parents.push(hashNode(pairs[i] as Uint8Array, pairs[i + 1] as Uint8Array));
  }
  return parents;
}

function rootsOf(ranges: readonly LeafRange[], store: NodeStore): Promise<readonly Buffer[]> {
  return Promise.all(ranges.map((range) => rootOf(range, store)));
}

async function rootOf(range: LeafRange, store: NodeStore): Promise<Buffer> {
  const hashes = await Promise.all(completeSubtrees(range).map((place) => readNode(place, store)));
  return Buffer.from(hashes.reduceRight((right, left) => hashNode(left, right)));
}

async function readNode({ level, number }: NodePlace, store: NodeStore): Promise<Uint8Array> {
  const hash = await store.read(level, number);
  requireHash(hash, level);
  return hash;
}

function requireSizes(inner: number, outer: number): void {
  const whole = Number.isSafeInteger(inner) && Number.isSafeInteger(outer);
  if (whole && inner >= 0 && inner <= outer) return;
  throw new AppError('internal', `A tree of ${outer} leaves was asked about ${inner} of them.`, {
    zh: '透明日志的大小或序号不合理，请联系技术人员。',
  });
}

function requireHash(hash: Uint8Array, level: number): void {
  if (hash.length === hashSizeBytes) return;
  throw new AppError('internal', `A tree node of level ${level} is not ${hashSizeBytes} bytes long.`, {
    zh: '透明日志的节点已损坏，请从备份恢复后再试。',
  });
}
