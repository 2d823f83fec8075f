import { Type } from 'typebox';
import { isOf } from '../base/parse.ts';
import { Counter, closed, Id } from '../contract/primitives.ts';
import type { RecordBody } from '../contract/records.ts';
import { Consistency } from '../contract/server-log.ts';
import type { RecordPlace } from './bundle-line.ts';
import type { RecordTally } from './record-tally.ts';
import { decodeBase64 } from './tlog/base64.ts';
import type { Checkpoint } from './tlog/checkpoint.ts';
import { sameHash } from './tlog/tree-hash.ts';
import { verifyConsistency, verifyInclusion } from './tlog/verify-proof.ts';
import { verifyCheckpoint } from './tlog/verify-tlog-proof.ts';
import { logKeysOf, type Trust } from './trust.ts';

const Entry = Type.Object(
  {
    device: Id,
    seq: Counter,
    index: Type.Integer({ minimum: 0 }),
    hashes: Type.Array(Type.String({ maxLength: 44 }), { maxItems: 64 }),
  },
  closed,
);

/** What exported evidence shows of the server's log: signed trees, and which records they hold. */
export class LogBook {
  readonly #trust: Trust;
  readonly #tally: RecordTally;
  /** Every tree that was shown, by origin and size. */
  readonly #trees = new Map<string, Checkpoint>();
  /** Of each tree the history that it belongs to, named by one of its trees. */
  readonly #histories = new Map<string, string>();
  readonly #entered = new Map<string, RecordPlace>();
  /** That of the bundle being read. */
  #current: Checkpoint | undefined;

  constructor(trust: Trust, tally: RecordTally) {
    this.#trust = trust;
    this.#tally = tally;
  }

  beginBundle(): void {
    this.#current = undefined;
  }

  /** Takes a checkpoint in, as the one that the entries after it are proven by; gives what is wrong with it. */
  addCheckpoint(note: unknown): string | undefined {
    const keys = logKeysOf(this.#trust);
    // Who trusts devices only cannot judge what the server says of its log.
    if (keys.length === 0) return undefined;
    const text = typeof note === 'string' ? note : '';
    const verdicts = keys.map((logKey) => verifyCheckpoint(text, { logKey }));
    const good = verdicts.find((verdict) => verdict.ok);
    if (!good?.ok) return 'the checkpoint is not signed by a trusted log';
    this.#current = good.checkpoint;
    return this.#see(good.checkpoint);
  }

  /** Takes in which entry an accepted record is; gives what is wrong with that. */
  addEntry(value: unknown): string | undefined {
    if (!isOf(Entry, value)) return 'is not an entry of the server’s log';
    if (logKeysOf(this.#trust).length === 0) return undefined;
    const record = this.#tally.at(value);
    if (!record) return 'is the entry of a record that is not here';
    if (!this.#current) return 'is an entry without a checkpoint';
    const { size, root } = this.#current;
    const proof = hashesOf(value.hashes);
    if (!proof || !verifyInclusion({ index: value.index, size, leafHash: record.leaf, proof, root }))
      return `does not prove that record ${value.seq} of ${value.device} is in the server’s log`;
    this.#entered.set(nameOf(value), value);
    return undefined;
  }

  /** A proof that one tree goes on from another; gives what is wrong with it. */
  addConsistency(value: unknown): string | undefined {
    if (!isOf(Consistency, value)) return 'is not a consistency proof of the server’s log';
    const earlier = this.addCheckpoint(value.checkpoint);
    const newer = this.#current;
    if (earlier !== undefined || !newer) return earlier;
    if (value.to !== newer.size) return `says ${value.to} entries, and its checkpoint ${newer.size}`;
    const older = this.#trees.get(treeName(newer.origin, value.from));
    if (!older) return undefined;
    const proof = hashesOf(value.hashes);
    const [oldSize, newSize] = [older.size, newer.size];
    if (!proof || !verifyConsistency({ oldSize, oldRoot: older.root, newSize, newRoot: newer.root, proof }))
      return `the server’s log of ${newSize} entries does not go on from that of ${oldSize}: it has two histories`;
    this.#link(older, newer);
    return undefined;
  }

  /** Accepted records that no tree was shown to hold. Before version 2 there was no tree, and none is asked for. */
  missing(): readonly RecordPlace[] {
    if (logKeysOf(this.#trust).length === 0) return [];
    const treeNeeded = ({ body }: { readonly body: RecordBody }) => this.#trees.size > 0 || body.v !== 1;
    return this.#tally
      .accepted()
      .filter((record) => treeNeeded(record) && !this.#entered.has(nameOf(record)));
  }

  /** Records in the server's log whose acceptance is kept back; a revocation takes it back rightly. */
  notAccepted(): readonly RecordPlace[] {
    return [...this.#entered.values()].filter(
      (place) => !this.#tally.isAccepted(place) && !this.#tally.isRevoked(place),
    );
  }

  /** Sizes of trees of one log that nothing links to the others: whether they are of one history is not shown. */
  unlinked(): readonly number[] {
    const histories = new Set(this.#histories.values());
    if (histories.size < 2) return [];
    return [...this.#trees.values()].map(({ size }) => size).sort((a, b) => a - b);
  }

  /** A record that came with a proof of its own. */
  markEntered(place: RecordPlace): void {
    this.#entered.set(nameOf(place), place);
  }

  /** A tree that a proof was of; gives what contradicts it. */
  #see(tree: Checkpoint): string | undefined {
    const name = treeName(tree.origin, tree.size);
    const known = this.#trees.get(name);
    if (known && !sameHash(known.root, tree.root))
      return `the server signed two different logs of ${tree.size} entries: it has two histories`;
    this.#trees.set(name, tree);
    if (!known) this.#histories.set(name, name);
    return undefined;
  }

  /** Two trees of one history: all that was shown of either is. */
  #link(older: Checkpoint, newer: Checkpoint): void {
    const historyOf = ({ origin, size }: Checkpoint) => this.#histories.get(treeName(origin, size));
    const [kept, joined] = [historyOf(older), historyOf(newer)];
    for (const [name, history] of this.#histories)
      if (history === joined && kept !== undefined) this.#histories.set(name, kept);
  }
}

/** Undefined when one of them is written in another way than the one that base64 has for it. */
function hashesOf(texts: readonly string[]): readonly Buffer[] | undefined {
  const hashes = texts.map(decodeBase64);
  return hashes.every((hash) => hash !== undefined) ? hashes : undefined;
}

function nameOf({ device, seq }: RecordPlace): string {
  return `${device}/${seq}`;
}

function treeName(origin: string, size: number): string {
  return `${origin} ${size}`;
}
