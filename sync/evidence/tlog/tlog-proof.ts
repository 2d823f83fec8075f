import { AppError } from '../../base/errors.ts';
import { decodeBase64 } from './base64.ts';
import { parseDecimal } from './decimal.ts';
import { hashSizeBytes } from './tree-hash.ts';

/** A proof that stands alone: a leaf's place, its inclusion path, and the checkpoint that it leads to. */
export interface TlogProof {
  /** From 0. */
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The log's signed note, verbatim, with whatever cosignatures it has. */
  readonly checkpointNote: string;
  /** Opaque, and signed by nobody. */
  readonly extra?: Uint8Array | undefined;
}

const header = 'c2sp.org/tlog-proof@v1';
/** More than any note that is taken, and 64 hashes. */
const longestProof = 512 * 1024;
const mostHashes = 64;

/** The text of c2sp.org/tlog-proof. Throws `invalid_input` for what would not read back. */
export function formatTlogProof({ index, hashes, checkpointNote, extra }: TlogProof): string {
  const lines = [
    header,
    ...(extra && extra.length > 0 ? [`extra ${base64(extra)}`] : []),
    `index ${index}`,
    ...hashes.map(base64),
  ];
  const text = `${lines.join('\n')}\n\n${checkpointNote}`;
  const read = parseTlogProof(text);
  if (read.ok) return text;
  throw new AppError('invalid_input', `These values cannot be written as a log proof: it ${read.why}.`, {
    zh: '这些数值无法写成日志证明。',
  });
}

/** Reads the form only: the note inside is not looked at. `why` is half a sentence. Never throws. */
export function parseTlogProof(
  text: string,
): { readonly ok: true; readonly proof: TlogProof } | { readonly ok: false; readonly why: string } {
  if (text.length > longestProof) return refuse('is too long for a log proof');
  const blank = text.indexOf('\n\n');
  if (blank < 0) return refuse('has no blank line before its checkpoint');
  const [first, ...lines] = text.slice(0, blank).split('\n');
  if (first !== header) return refuse('does not begin as a log proof');
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : decodeBase64(extraLine.slice(6));
  if (extraLine !== undefined && !extra?.length) return refuse('has an extra line that is not base64');
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice(6)) : undefined;
  if (index === undefined) return refuse('does not say the index of its entry');
  if (lines.length > mostHashes) return refuse('has a longer path than any tree');
  const hashes = lines.map(decodeBase64);
  if (!hashes.every((hash) => hash?.length === hashSizeBytes)) return refuse('has a line that is no hash');
  return {
    ok: true,
    proof: { index, hashes: hashes as Buffer[], checkpointNote: text.slice(blank + 2), extra },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function refuse(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}
