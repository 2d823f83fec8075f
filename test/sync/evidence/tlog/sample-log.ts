import { memoryKey, type Signer } from '../../../../sync/evidence/keys.ts';
import { cosign } from '../../../../sync/evidence/tlog/cosignature.ts';
import { inclusionProof, rootAt } from '../../../../sync/evidence/tlog/merkle-tree.ts';
import { type NoteKey, noteKeyOf, noteKeyType } from '../../../../sync/evidence/tlog/note-key.ts';
import { signCheckpoint } from '../../../../sync/evidence/tlog/sign-checkpoint.ts';
import { formatNote, parseNote } from '../../../../sync/evidence/tlog/signed-note.ts';
import { formatTlogProof } from '../../../../sync/evidence/tlog/tlog-proof.ts';
import { hashLeaf } from '../../../../sync/evidence/tlog/tree-hash.ts';
import { MemoryTree } from './memory-tree.ts';

export interface Party {
  readonly name: string;
  readonly signer: Signer;
  readonly key: NoteKey;
}

/** A log in memory with its key, that gives out checkpoints and proofs. */
export class SampleLog {
  readonly party: Party;
  readonly tree = new MemoryTree();

  constructor(party: Party = logParty()) {
    this.party = party;
  }

  async append(leaves: readonly string[]): Promise<void> {
    await this.tree.append(leaves.map((leaf) => hashLeaf(Buffer.from(leaf))));
  }

  async checkpoint(size = this.tree.size, witnesses: readonly Party[] = []): Promise<string> {
    const { name: origin, signer } = this.party;
    const root = await rootAt(size, this.tree);
    return cosigned(signCheckpoint({ origin, size, root, extensions: [] }, signer), witnesses);
  }

  async root(size = this.tree.size): Promise<Buffer> {
    return Buffer.from(await rootAt(size, this.tree));
  }

  /** base64. */
  async path(index: number, size = this.tree.size): Promise<string[]> {
    return (await inclusionProof(index, size, this.tree)).map((hash) => Buffer.from(hash).toString('base64'));
  }

  async proof(index: number, size = this.tree.size, witnesses: readonly Party[] = []): Promise<string> {
    const hashes = await inclusionProof(index, size, this.tree);
    return formatTlogProof({ index, hashes, checkpointNote: await this.checkpoint(size, witnesses) });
  }
}

export function logParty(name = 'keqin.example/log', signer = memoryKey('Ed25519')): Party {
  return { name, signer, key: noteKeyOf(name, noteKeyType.ed25519, signer.publicKey) };
}

export function witnessParty(name: string, signer = memoryKey('Ed25519')): Party {
  return { name, signer, key: noteKeyOf(name, noteKeyType.cosignature, signer.publicKey) };
}

function cosigned(noteText: string, witnesses: readonly Party[]): string {
  const read = parseNote(noteText);
  if (!read.ok) throw new Error(read.why);
  const { text, signatures } = read.note;
  const more = witnesses.map(({ name, signer }) => cosign(text, name, signer, 1_800_000_000));
  return formatNote({ text, signatures: [...signatures, ...more] });
}
