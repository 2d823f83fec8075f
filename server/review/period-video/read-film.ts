import type { Readable } from 'node:stream';
import type { ByteRange } from '../byte-range.ts';
import type { Film } from './film.ts';

type ReadFile = (sha256: string, range: ByteRange) => Readable;

/** The bytes of a film from `first` to `last`, both included. */
export async function* readFilm(
  film: Film,
  { first, last }: ByteRange,
  readFile: ReadFile,
): AsyncGenerator<Buffer> {
  if (first < film.header.length) yield film.header.subarray(first, last + 1);
  for (const { row, offset } of film.segments) {
    const from = Math.max(first, offset) - offset;
    const to = Math.min(last, offset + row.size_bytes - 1) - offset;
    if (from <= to) yield* readFile(row.sha256, { first: from, last: to });
  }
}
