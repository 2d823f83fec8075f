import { AppError } from '../../sync/base/errors.ts';
import type { Signer } from '../../sync/evidence/keys.ts';
import {
  appendLeaves,
  consistencyProof,
  inclusionProof,
  rootAt,
} from '../../sync/evidence/tlog/merkle-tree.ts';
import { originOf } from '../../sync/evidence/tlog/origin.ts';
import { signCheckpoint } from '../../sync/evidence/tlog/sign-checkpoint.ts';
import { formatTlogProof } from '../../sync/evidence/tlog/tlog-proof.ts';
import { hashLeaf } from '../../sync/evidence/tlog/tree-hash.ts';
import type { MerkleStore, StoredCheckpoint } from '../storage/merkle-store.ts';

/**
 * The server's own log: a Merkle tree (RFC 9162) whose entries are the texts of accepted records, in the order of
 * their acceptance. What was in it once cannot leave it unseen. Made over one database, or over one transaction.
 */
export class ServerLog {
  readonly #store: MerkleStore;
  readonly #signer: Signer;

  constructor(store: MerkleStore, signer: Signer) {
    this.#store = store;
    this.#signer = signer;
  }

  /** Adds entries and signs the tree that holds them; gives the index of the first. Belongs into a transaction. */
  async append(texts: readonly string[], at: number): Promise<number> {
    const first = await this.#store.size();
    const leaves = texts.map((text) => hashLeaf(Buffer.from(text, 'utf8')));
    const { newSize, nodes } = await appendLeaves(first, leaves, this.#store);
    await this.#store.add(nodes);
    await this.#sign(newSize, at);
    return first;
  }

  /** The newest signed tree; the first is the empty one. */
  async checkpoint(at: number): Promise<StoredCheckpoint> {
    return (await this.#store.newestCheckpoint()) ?? this.#sign(0, at);
  }

  /** A note with whatever cosignatures witnesses have given. */
  async noteOf({ size, note }: StoredCheckpoint): Promise<string> {
    const lines = await this.#store.cosignatures(size);
    return note + lines.map((line) => `${line}\n`).join('');
  }

  /** c2sp.org/tlog-proof of entry `index` in the tree that `checkpoint` signs. */
  async proof(index: number, checkpoint: StoredCheckpoint, checkpointNote: string): Promise<string> {
    const hashes = await this.inclusion(index, checkpoint.size);
    return formatTlogProof({ index, hashes, checkpointNote });
  }

  /** The path from entry `index` to the root of the tree of `size` entries. */
  inclusion(index: number, size: number): Promise<readonly Buffer[]> {
    return inclusionProof(index, size, this.#store);
  }

  /** What proves that the tree of `to` goes on from that of `from`. Throws `invalid_input` beyond the log's end. */
  async consistency(from: number, to: number): Promise<readonly Buffer[]> {
    if (from <= to && to <= (await this.#store.size())) return consistencyProof(from, to, this.#store);
    throw new AppError('invalid_input', 'The log does not go that far.', {
      zh: '日志没有这么长，请检查 from 与 to。',
      field: 'from',
    });
  }

  async #sign(size: number, at: number): Promise<StoredCheckpoint> {
    const root = await rootAt(size, this.#store);
    const origin = originOf(this.#signer.publicKey);
    const note = signCheckpoint({ origin, size, root, extensions: [] }, this.#signer);
    const checkpoint = { size, note, at };
    await this.#store.addCheckpoint(checkpoint);
    return checkpoint;
  }
}
