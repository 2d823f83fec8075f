import { hashNode, hashSizeBytes, sameHash } from './tree-hash.ts';

export interface InclusionClaim {
  /** From 0. */
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly newSize: number;
  readonly oldRoot: Uint8Array;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162 §2.1.3.2: whether the leaf is the one at `index` of the tree with that root. Never throws. */
export function verifyInclusion({ index, size, leafHash, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leafHash, root, ...proof].every(isHash)) return false;
  const climb = new Climb(index, size - 1);
  let hash: Uint8Array = leafHash;
  for (const sibling of proof) {
    if (climb.done) return false;
    hash = climb.siblingIsLeft ? hashNode(sibling, hash) : hashNode(hash, sibling);
    climb.up();
  }
  return climb.done && sameHash(hash, root);
}

/**
 * RFC 9162 §2.1.4.2: whether the new tree begins with the very leaves of the old one. Never throws. An old tree
 * without leaves proves nothing about the new one, and is refused.
 */
export function verifyConsistency({ oldSize, newSize, oldRoot, newRoot, proof }: ConsistencyClaim): boolean {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize === 0 || oldSize > newSize) return false;
  if (![oldRoot, newRoot, ...proof].every(isHash)) return false;
  if (oldSize === newSize) return proof.length === 0 && sameHash(oldRoot, newRoot);
  const climb = new Climb(oldSize - 1, newSize - 1);
  climb.skipRightEdges();
  // An old tree that is one complete subtree is its own first step: the proof leaves it out.
  const [seed, ...path] = climb.atLeftEdge ? [oldRoot, ...proof] : proof;
  if (seed === undefined || proof.length === 0) return false;
  let oldHash = seed;
  let newHash = seed;
  for (const sibling of path) {
    if (climb.done) return false;
    if (climb.siblingIsLeft) {
      oldHash = hashNode(sibling, oldHash);
      newHash = hashNode(sibling, newHash);
    } else {
      newHash = hashNode(newHash, sibling);
    }
    climb.up();
  }
  return climb.done && sameHash(oldHash, oldRoot) && sameHash(newHash, newRoot);
}

/** The way from a node up to the root: the RFC's `fn` and `sn`, as numbers, for shifts stop at 32 bits. */
class Climb {
  #node: number;
  #last: number;

  constructor(node: number, last: number) {
    this.#node = node;
    this.#last = last;
  }

  /** The root is reached. */
  get done(): boolean {
    return this.#last === 0;
  }

  get atLeftEdge(): boolean {
    return this.#node === 0;
  }

  get siblingIsLeft(): boolean {
    return this.#node % 2 === 1 || this.#node === this.#last;
  }

  up(): void {
    // The last node of a level may have no sibling there: it moves up until it has one.
    if (this.siblingIsLeft) while (this.#node % 2 === 0 && this.#node !== 0) this.#halve();
    this.#halve();
  }

  /** To the root of the largest complete subtree that ends with this node. */
  skipRightEdges(): void {
    while (this.#node % 2 === 1) this.#halve();
  }

  #halve(): void {
    this.#node = Math.floor(this.#node / 2);
    this.#last = Math.floor(this.#last / 2);
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isHash(value: unknown): boolean {
  return value instanceof Uint8Array && value.length === hashSizeBytes;
}
