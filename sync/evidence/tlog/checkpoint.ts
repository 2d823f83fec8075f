import { AppError } from '../../base/errors.ts';
import { decodeBase64 } from './base64.ts';
import { parseDecimal } from './decimal.ts';
import { hashSizeBytes } from './tree-hash.ts';

/** What a log says about its tree (c2sp.org/tlog-checkpoint). */
export interface Checkpoint {
  /** Names the log; ours are also the name of its key. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Opaque lines; we write none. */
  readonly extensions: readonly string[];
}

/** Reads the text of a note as a checkpoint; `why` is half a sentence. Never throws. */
export function parseCheckpoint(
  text: string,
): { readonly ok: true; readonly checkpoint: Checkpoint } | { readonly ok: false; readonly why: string } {
  const lines = text.split('\n');
  if (lines.pop() !== '') return refuse('does not end in a line feed');
  const [origin, sizeText, rootText, ...extensions] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined) {
    return refuse('has fewer than three lines');
  }
  if (origin === '' || extensions.includes('')) return refuse('has an empty line');
  const size = parseDecimal(sizeText);
  if (size === undefined) return refuse('has no tree size in its second line');
  const root = decodeBase64(rootText);
  if (root?.length !== hashSizeBytes) return refuse('has no root hash in its third line');
  return { ok: true, checkpoint: { origin, size, root, extensions } };
}

/** The text of a checkpoint, to be signed as a note. Throws `invalid_input` for what would not read back the same. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), Buffer.from(root).toString('base64'), ...extensions];
  const text = lines.map((line) => `${line}\n`).join('');
  const read = parseCheckpoint(text);
  // A line feed in any of the values makes a line more.
  if (read.ok && read.checkpoint.extensions.length === extensions.length) return text;
  throw new AppError('invalid_input', 'These values cannot be written as a checkpoint.', {
    zh: '这些数值无法写成日志检查点。',
  });
}

function refuse(why: string): { readonly ok: false; readonly why: string } {
  return { ok: false, why };
}
