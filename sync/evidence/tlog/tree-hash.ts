import { createHash } from 'node:crypto';

/** Every hash of the tree is a SHA-256. */
export const hashSizeBytes = 32;

/** RFC 9162 §2.1.1: SHA-256 of 0x00 and the leaf's bytes. */
export function hashLeaf(leaf: Uint8Array): Buffer {
  return createHash('sha256').update(leafPrefix).update(leaf).digest();
}

/** RFC 9162 §2.1.1: SHA-256 of 0x01 and the two children, so that a node never passes for a leaf. */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash('sha256').update(nodePrefix).update(left).update(right).digest();
}

/** The root of the tree that has no leaf yet: SHA-256 of nothing. */
export function emptyRoot(): Buffer {
  return createHash('sha256').digest();
}

/** Equal in length and bytes. What is compared is public: it need not take the same time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

const leafPrefix = Buffer.from([0]);
const nodePrefix = Buffer.from([1]);
