import type { AttendanceItem } from '../../../sync/contract/pull.ts';
import type { SignedRecord } from '../../../sync/contract/records.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { consistencyProof, inclusionProof, rootAt } from '../../../sync/evidence/tlog/merkle-tree.ts';
import { originOf } from '../../../sync/evidence/tlog/origin.ts';
import { signCheckpoint } from '../../../sync/evidence/tlog/sign-checkpoint.ts';
import { formatTlogProof, parseTlogProof } from '../../../sync/evidence/tlog/tlog-proof.ts';
import { hashLeaf } from '../../../sync/evidence/tlog/tree-hash.ts';
import type { Seeded } from '../../fault/seeded.ts';
import { MemoryTree } from '../../sync/evidence/tlog/memory-tree.ts';
import type { Evidence } from './evidence.ts';
import { edited } from './forged-statements.ts';
import { type Mutator, ofItem, recordLines, refused } from './mutation.ts';
import type { Verdict } from './verify-files.ts';

const twoHistories = 'it has two histories';

/** The server itself, with its own key, shows the bundle one history, and the puller another of the same size. */
export const forkSameSize: Mutator = async (evidence, random) => {
  const fork = await Fork.of(evidence, random);
  const { items } = random.pick(evidence.pages);
  const [item] = items as [AttendanceItem];
  const files = {
    bundles: [evidence.bundle],
    pages: [pageOf([await fork.item(item, fork.honestSize)])],
    consistencies: [],
  };
  return { files, expected: refused(ofItem(0, twoHistories)) };
};

/** Another size: without a proof that one goes on from the other it is told that nothing links them. */
export const forkOtherSize: Mutator = async (evidence, random) => {
  const fork = await Fork.of(evidence, random);
  const [item] = random.pick(evidence.pages).items as [AttendanceItem];
  const size = fork.honestSize + 1 + random.below(fork.size - fork.honestSize);
  const files = {
    bundles: [evidence.bundle],
    pages: [pageOf([await fork.item(item, size)])],
    consistencies: [],
  };
  const by = ({ wrong, unlinkedTrees }: Verdict) =>
    wrong.length === 0 && unlinkedTrees.includes(size) && unlinkedTrees.includes(fork.honestSize);
  return { files, expected: { kind: 'told', by } };
};

/** With the best proof that the forked log can give. */
export const forkWithProof: Mutator = async (evidence, random) => {
  const fork = await Fork.of(evidence, random);
  const [item] = random.pick(evidence.pages).items as [AttendanceItem];
  const pages = [pageOf([await fork.item(item, fork.size)])];
  const consistencies = [JSON.stringify(await fork.consistency(fork.honestSize, fork.size))];
  const files = { bundles: [evidence.bundle], pages, consistencies };
  return { files, expected: refused({ what: 'consistency 1', why: [twoHistories] }) };
};

/** Two histories, each of which goes on from itself: nothing links the one to the other. */
export const forkApart: Mutator = async (evidence, random) => {
  const fork = await Fork.of(evidence, random);
  const [item] = random.pick(evidence.pages).items as [AttendanceItem];
  const grown = fork.honestSize + 1;
  const pages = [pageOf([await fork.item(item, grown)]), pageOf([])];
  const forked = await fork.consistency(grown, fork.size);
  const consistencies = [JSON.stringify(evidence.consistency), JSON.stringify(forked)];
  const files = { bundles: [evidence.oldBundle, evidence.bundle], pages, consistencies };
  const by = ({ wrong, unlinkedTrees }: Verdict) => wrong.length === 0 && unlinkedTrees.length > 0;
  return { files, expected: { kind: 'told', by } };
};

/** The honest proof between two exports, with one value changed. */
export const editConsistency: Mutator = (evidence, random) => {
  const text = JSON.stringify(edited(evidence.consistency, random));
  const files = { bundles: [evidence.oldBundle, evidence.bundle], pages: [], consistencies: [text] };
  const { from } = JSON.parse(text) as { from: number };
  // From a size that nothing here is of, it proves nothing, and the trees that are here stay unlinked.
  if (from >= 0 && ![evidence.consistency.from, evidence.consistency.to].includes(from))
    return { files, expected: { kind: 'told', by: ({ unlinkedTrees }) => unlinkedTrees.length > 0 } };
  return { files, expected: refused({ what: 'consistency 1' }) };
};

/** The server's log with one entry replaced, another left where it was, and some more behind. */
class Fork {
  readonly #evidence: Evidence;
  readonly #tree = new MemoryTree();
  /** Of the tree that the bundle shows. */
  readonly honestSize: number;

  private constructor(evidence: Evidence) {
    this.#evidence = evidence;
    this.honestSize = evidence.consistency.to;
  }

  static async of(evidence: Evidence, random: Seeded): Promise<Fork> {
    const fork = new Fork(evidence);
    const kept = keptLeaves(evidence);
    const given = new Set(evidence.pages.flatMap(({ items }) => items.map(indexOf)));
    const free = Array.from({ length: fork.honestSize }, (_, i) => i).filter((i) => !given.has(i));
    const replacedAt = random.pick(free);
    const leaves = Array.from({ length: fork.honestSize + 5 }, (_, i) => {
      const own = hashLeaf(Buffer.from(`another history ${random.seed} ${i}`));
      return i === replacedAt ? own : (kept.get(i) ?? own);
    });
    await fork.#tree.append(leaves);
    return fork;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** The item as the forked log proves it: it does stand there. */
  async item(item: AttendanceItem, size: number): Promise<AttendanceItem> {
    const index = indexOf(item);
    const hashes = await inclusionProof(index, size, this.#tree);
    const log = formatTlogProof({ index, hashes, checkpointNote: await this.#note(size) });
    return { ...item, proof: { ...item.proof, log } };
  }

  async consistency(from: number, to: number) {
    const hashes = await consistencyProof(from, to, this.#tree);
    const checkpoint = await this.#note(to);
    return { from, to, hashes: hashes.map((hash) => hash.toString('base64')), checkpoint };
  }

  async #note(size: number): Promise<string> {
    const { serverKey } = this.#evidence;
    const root = await rootAt(size, this.#tree);
    return signCheckpoint({ origin: originOf(serverKey.publicKey), size, root, extensions: [] }, serverKey);
  }
}

/** What the fork keeps of the honest log: the entries of the bundle, so that most proofs still hold. */
function keptLeaves(evidence: Evidence): ReadonlyMap<number, Buffer> {
  const leafOf = (record: SignedRecord) => hashLeaf(Buffer.from(canonicalJson(record)));
  const records = recordLines(evidence).map(({ record }) => record);
  const entries = evidence.lines
    .filter(({ kind }) => kind === 'entry')
    .map(({ value }) => value as { device: string; seq: string; index: number });
  return new Map(
    entries.flatMap(({ device, seq, index }) => {
      const record = records.find(({ body }) => body.device === device && body.seq === seq);
      return record ? [[index, leafOf(record)] as const] : [];
    }),
  );
}

function indexOf({ proof }: AttendanceItem): number {
  const read = parseTlogProof(proof.log);
  if (!read.ok) throw new Error(read.why);
  return read.proof.index;
}

function pageOf(items: readonly AttendanceItem[]): string {
  return JSON.stringify({ items, withdrawn: [], nextCursor: '9' });
}
