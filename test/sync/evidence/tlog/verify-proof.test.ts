import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consistencyProof, inclusionProof, rootAt } from '../../../../sync/evidence/tlog/merkle-tree.ts';
import {
  type ConsistencyClaim,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
} from '../../../../sync/evidence/tlog/verify-proof.ts';
import { seedOf } from '../../../fault/seeded.ts';
import { damaged, flipBit, leafHashes, treeOf } from './memory-tree.ts';
import vectors from './vectors/merkle-proofs.json' with { type: 'json' };

const seed = seedOf('verify-proof');
const bytes = (base64: string | null) => Buffer.from(base64 ?? '', 'base64');
const allBits = Array.from({ length: 256 }, (_, bit) => bit);
const tree = await treeOf(300);
const leaves = leafHashes(300);
const roots = await Promise.all(Array.from({ length: 301 }, (_, size) => rootAt(size, tree)));

async function inclusion(index: number, size: number): Promise<InclusionClaim> {
  const proof = await inclusionProof(index, size, tree);
  return { index, size, leafHash: leaves[index] as Buffer, proof, root: roots[size] as Buffer };
}

async function consistency(oldSize: number, newSize: number): Promise<ConsistencyClaim> {
  const proof = await consistencyProof(oldSize, newSize, tree);
  return { oldSize, newSize, oldRoot: roots[oldSize] as Buffer, newRoot: roots[newSize] as Buffer, proof };
}

describe('the vectors of transparency-dev/merkle', () => {
  test.each(vectors.inclusion)(
    'inclusion: $name',
    ({ leafIdx, treeSize, leafHash, root, proof, wantErr }) => {
      const hashes = (proof ?? []).map(bytes);
      const claim = {
        index: leafIdx,
        size: treeSize,
        leafHash: bytes(leafHash),
        root: bytes(root),
        proof: hashes,
      };
      expect(verifyInclusion(claim)).toBe(!wantErr);
    },
  );

  test.each(vectors.consistency)(
    'consistency: $name',
    ({ name, size1, size2, root1, root2, proof, wantErr }) => {
      const claim = {
        oldSize: size1,
        newSize: size2,
        oldRoot: bytes(root1),
        newRoot: bytes(root2),
        proof: (proof ?? []).map(bytes),
      };
      // The one vector where we are stricter: its two equal roots are 12 bytes long, and so the roots of nothing.
      const stricter = name === 'additional/sizes-are-equal-one-and-proof-is-empty';
      expect(verifyConsistency(claim)).toBe(!wantErr && !stricter);
    },
  );
});

describe('inclusion', () => {
  test('every entry of every tree up to 300 leaves is proven, and is no other entry', async () => {
    for (let size = 1; size <= 300; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const claim = await inclusion(index, size);
        if (!verifyInclusion(claim)) expect.fail(`entry ${index} of ${size} is not proven`);
        const other = { ...claim, leafHash: leaves[(index + 1) % 300] as Buffer };
        if (verifyInclusion(other)) expect.fail(`another leaf passes for entry ${index} of ${size}`);
      }
    }
  });

  test('no flipped bit, and no hash dropped, doubled, added, cut or swapped, is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(), async (size, at) => {
        const claim = await inclusion(at % size, size);
        expect(verifyInclusion(claim)).toBe(true);
        for (const proof of damaged(claim.proof, allBits)) {
          expect(verifyInclusion({ ...claim, proof })).toBe(false);
        }
        for (const bit of allBits) {
          expect(verifyInclusion({ ...claim, root: flipBit(claim.root, bit) })).toBe(false);
          expect(verifyInclusion({ ...claim, leafHash: flipBit(claim.leafHash, bit) })).toBe(false);
        }
        for (let index = 0; index < size; index += 1) {
          expect(verifyInclusion({ ...claim, index })).toBe(index === claim.index);
        }
      }),
      { seed, numRuns: 15 },
    );
  });
});

describe('consistency', () => {
  test('every pair of sizes up to 100 is consistent, and not with another old root', async () => {
    for (let newSize = 1; newSize <= 100; newSize += 1) {
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const claim = await consistency(oldSize, newSize);
        if (!verifyConsistency(claim)) expect.fail(`${oldSize} → ${newSize} is not proven`);
        const forked = { ...claim, oldRoot: roots[oldSize + 1] as Buffer };
        if (verifyConsistency(forked)) expect.fail(`another root passes for ${oldSize} → ${newSize}`);
      }
    }
  });

  test('no flipped bit, and no hash dropped, doubled, added, cut or swapped, is accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(), async (newSize, at) => {
        const claim = await consistency(1 + (at % newSize), newSize);
        expect(verifyConsistency(claim)).toBe(true);
        for (const proof of damaged(claim.proof, allBits)) {
          expect(verifyConsistency({ ...claim, proof })).toBe(false);
        }
        for (const bit of allBits) {
          expect(verifyConsistency({ ...claim, oldRoot: flipBit(claim.oldRoot, bit) })).toBe(false);
          expect(verifyConsistency({ ...claim, newRoot: flipBit(claim.newRoot, bit) })).toBe(false);
        }
      }),
      { seed, numRuns: 15 },
    );
  });

  test('a second history with one other entry is never consistent with the first', async () => {
    const forkedLeaves = leafHashes(60);
    forkedLeaves[20] = leafHashes(1, 999)[0] as Buffer;
    const fork = await treeOf(0);
    await fork.append(forkedLeaves);
    for (let oldSize = 1; oldSize <= 60; oldSize += 1) {
      const proof = await consistencyProof(oldSize, 60, fork);
      const newRoot = await rootAt(60, fork);
      const claim = { oldSize, newSize: 60, oldRoot: roots[oldSize] as Buffer, newRoot, proof };
      // Up to entry 20 the two histories are one.
      expect(verifyConsistency(claim)).toBe(oldSize <= 20);
    }
  });
});

test('senseless sizes and indices are false, never an error', async () => {
  const [included, consistent] = [await inclusion(3, 7), await consistency(3, 7)];
  for (const odd of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 8]) {
    expect(verifyInclusion({ ...included, index: odd })).toBe(false);
    expect(verifyConsistency({ ...consistent, oldSize: odd })).toBe(false);
    if (odd === 8) continue;
    expect(verifyInclusion({ ...included, size: odd })).toBe(false);
    expect(verifyConsistency({ ...consistent, newSize: odd })).toBe(false);
  }
  expect(verifyInclusion({ ...included, proof: [undefined as never] })).toBe(false);
});
