import { cosign } from '../../../../sync/evidence/tlog/cosignature.ts';
import { formatNoteKey } from '../../../../sync/evidence/tlog/note-key.ts';
import { signNoteText } from '../../../../sync/evidence/tlog/sign-checkpoint.ts';
import { formatNote, type NoteSignature, parseNote } from '../../../../sync/evidence/tlog/signed-note.ts';
import { logParty, type Party, SampleLog, witnessParty } from '../tlog/sample-log.ts';

export interface CosignatureVector {
  readonly says: string;
  readonly note: string;
  /** Verifier keys. */
  readonly logKey: string;
  readonly witnessKeys: readonly string[];
  /** Name and time of each witness, in seconds; null when the note is worthless. */
  readonly cosigned: readonly { readonly name: string; readonly atSeconds: number }[] | null;
}

const atSeconds = 1_800_000_000;

/** A checkpoint under lines of witnesses that hold, that nobody knows, and that are wrong. */
export async function cosignatureVectors(): Promise<readonly CosignatureVector[]> {
  const log = new SampleLog(logParty('keqin/0123456789abcdef'));
  await log.append(['one entry', 'and another']);
  const [one, two] = [witnessParty('witness.example/1'), witnessParty('witness.example/2')];
  const note = await log.checkpoint();
  const by = (party: Party, text = textOf(note)) => cosign(text, party.name, party.signer, atSeconds);
  const logAsWitness = witnessParty(log.party.name, log.party.signer);
  const renamed = witnessParty('witness.example/3', one.signer);
  const vector = (says: string, lines: NoteSignature[], known: Party[], cosigned: Party[] | null) => ({
    says,
    note: withLines(note, lines),
    logKey: formatNoteKey(log.party.key),
    witnessKeys: known.map(({ key }) => formatNoteKey(key)),
    cosigned: cosigned?.map(({ name }) => ({ name, atSeconds })) ?? null,
  });
  const other = textOf(await new SampleLog(log.party).checkpoint());
  return [
    vector('two witnesses', [by(one), by(two)], [one, two], [one, two]),
    vector('two witnesses, one of them known', [by(one), by(two)], [two], [two]),
    vector('a witness, and nobody knows it', [by(one)], [], []),
    vector('no witness', [], [one], []),
    vector('one key under two names', [by(one), by(renamed)], [one, renamed], [one]),
    vector('the log itself', [by(logAsWitness)], [logAsWitness], []),
    vector('a witness of another checkpoint', [by(one, other)], [one], null),
    vector('a witness of another checkpoint, whom nobody knows', [by(one, other)], [two], []),
    vector('another time than was signed', [laterBy(by(one), 1)], [one], null),
    vector('a signature without a time', [bare(one, note)], [one], null),
    vector('a key of another under the id of a witness', [underIdOf(one, by(two))], [one, two], null),
  ];
}

function textOf(note: string): string {
  const read = parseNote(note);
  if (!read.ok) throw new Error(read.why);
  return read.note.text;
}

function withLines(note: string, lines: readonly NoteSignature[]): string {
  const read = parseNote(note);
  if (!read.ok) throw new Error(read.why);
  return formatNote({ ...read.note, signatures: [...read.note.signatures, ...lines] });
}

function laterBy(signature: NoteSignature, seconds: number): NoteSignature {
  const bytes = Buffer.from(signature.signature);
  bytes.writeBigUInt64BE(BigInt(atSeconds + seconds));
  return { ...signature, signature: bytes };
}

/** As a log signs, under the key id of a witness. */
function bare({ name, signer, key }: Party, note: string): NoteSignature {
  return { ...signNoteText(textOf(note), name, signer), keyId: key.id };
}

function underIdOf({ name, key }: Party, { signature }: NoteSignature): NoteSignature {
  return { name, keyId: key.id, signature };
}
