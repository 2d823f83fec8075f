import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../../../../sync/base/errors.ts';
import {
  appendLeaves,
  consistencyProof,
  inclusionProof,
  rootAt,
} from '../../../../sync/evidence/tlog/merkle-tree.ts';
import { hashLeaf, hashNode } from '../../../../sync/evidence/tlog/tree-hash.ts';
import { seedOf } from '../../../fault/seeded.ts';
import { leafHashes, MemoryTree, naivePath, naiveRoot, naiveSubproof, treeOf } from './memory-tree.ts';
import reference from './vectors/reference-tree.json' with { type: 'json' };

const seed = seedOf('merkle-tree');
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex');
const referenceHashes = reference.leaves.map((leaf) => hashLeaf(Buffer.from(leaf, 'hex')));

describe('the reference tree of RFC 6962', () => {
  test('leaf and node hashes', () => {
    expect(hex(hashLeaf(Buffer.from('L123456')))).toBe(reference.hashes['leaf L123456']);
    expect(hex(hashNode(Buffer.from('N123'), Buffer.from('N456')))).toBe(reference.hashes['node N123 N456']);
  });

  test('every complete node, appended at once or leaf by leaf', async () => {
    const once = await new MemoryTree().append(referenceHashes);
    const slowly = new MemoryTree();
    const oneByOne = [];
    for (const hash of referenceHashes) oneByOne.push(...(await slowly.append([hash])));
    for (const nodes of [once, oneByOne]) {
      expect(nodes).toHaveLength(15);
      for (const { level, number, hash } of nodes) expect(hex(hash)).toBe(reference.nodes[level]?.[number]);
    }
  });

  test('the root of every size, also of sizes that are long past', async () => {
    const tree = new MemoryTree();
    await tree.append(referenceHashes);
    for (const [size, root] of reference.roots.entries()) expect(hex(await rootAt(size, tree))).toBe(root);
  });
});

describe('append and proofs, against the definitions of the RFC', () => {
  test('appending in any batches gives the same nodes and the naive root, and reads at most one node a level', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40), { maxLength: 12 }), async (batches) => {
        const tree = new MemoryTree();
        for (const batch of batches) {
          tree.reads = 0;
          await tree.append(leafHashes(batch, tree.size));
          expect(tree.reads).toBeLessThanOrEqual(Math.ceil(Math.log2(tree.size + 1)));
        }
        const all = leafHashes(tree.size);
        expect(hex(await rootAt(tree.size, tree))).toBe(hex(naiveRoot(all)));
        const past = Math.floor(tree.size / 3);
        expect(hex(await rootAt(past, tree))).toBe(hex(naiveRoot(all.slice(0, past))));
      }),
      { seed, numRuns: 200 },
    );
  });

  test('the paths are those of PATH and SUBPROOF', async () => {
    const tree = await treeOf(45);
    const all = leafHashes(45);
    for (let size = 1; size <= 45; size += 1) {
      const hashes = all.slice(0, size);
      for (let i = 0; i < size; i += 1) {
        expect((await inclusionProof(i, size, tree)).map(hex)).toEqual(naivePath(i, hashes).map(hex));
        const old = await consistencyProof(i + 1, size, tree);
        expect(old.map(hex)).toEqual(naiveSubproof(i + 1, hashes, true).map(hex));
      }
    }
  });

  test('a proof from the empty tree is empty', async () => {
    expect(await consistencyProof(0, 5, await treeOf(5))).toEqual([]);
  });

  test('a size beyond 32 bits reads the right nodes', async () => {
    const size = 2 ** 40 + 5;
    const asked: string[] = [];
    const store = {
      read: async (level: number, number: number) => {
        asked.push(`${level}/${number}`);
        return hashLeaf(Buffer.from(`${level}/${number}`));
      },
    };
    const { nodes } = await appendLeaves(size, leafHashes(1), store);
    expect(asked).toEqual([`0/${2 ** 40 + 4}`]);
    expect(nodes.map(({ level, number }) => [level, number])).toEqual([
      [0, size],
      [1, 2 ** 39 + 2],
    ]);
    asked.length = 0;
    await rootAt(size, store);
    expect(asked).toEqual(['40/0', `2/${2 ** 38}`, `0/${2 ** 40 + 4}`]);
  });
});

describe('what no caller may ask', () => {
  test.each<[string, (tree: MemoryTree) => Promise<unknown>]>([
    ['an entry that is not there', (tree) => inclusionProof(5, 5, tree)],
    ['a negative entry', (tree) => inclusionProof(-2, 5, tree)],
    ['a tree that shrinks', (tree) => consistencyProof(5, 4, tree)],
    ['half a leaf', (tree) => rootAt(1.5, tree)],
    ['a leaf hash of 31 bytes', (tree) => tree.append([Buffer.alloc(31)])],
    ['a node that the store has damaged', () => rootAt(3, { read: async () => Buffer.alloc(20) })],
  ])('%s', async (_, ask) => {
    await expect(ask(await treeOf(5))).rejects.toSatisfy((error) => isAppError(error, 'internal'));
  });
});
