import { inflateRawSync } from 'node:zlib';

/** What a workbook holds unpacked: a small file can grow to gigabytes. */
export type ZipMeasure =
  | { readonly kind: 'measured'; readonly lastRow: number }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'broken' };

const endOfDirectory = 0x06054b50;
const entryOfDirectory = 0x02014b50;
const endBytes = 22;
const mostEntries = 2_000;

/**
 * Unpacks every entry for its size alone, in total `mostBytes` at most; what the archive says of sizes is not
 * believed. `lastRow`: the last line of any worksheet that holds a value, however many empty ones follow.
 */
export function measureZip(zip: Buffer, mostBytes: number): ZipMeasure {
  try {
    let left = mostBytes;
    let lastRow = 0;
    for (const entry of entriesOf(zip)) {
      const bytes = unpack(zip, entry, left);
      left -= bytes.length;
      if (left < 0) return { kind: 'too-large' };
      if (/worksheets\/[^/]+\.xml$/i.test(entry.name)) lastRow = Math.max(lastRow, lastFilledRow(bytes));
    }
    return { kind: 'measured', lastRow };
  } catch (error) {
    return { kind: (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken' };
  }
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

/** The directory at the end of the file, as the library that reads it afterwards walks it. */
function entriesOf(zip: Buffer): readonly Entry[] {
  let end = zip.length - endBytes;
  while (end >= 0 && zip.readUInt32LE(end) !== endOfDirectory) end -= 1;
  const count = zip.readUInt16LE(end + 10);
  if (count > mostEntries) throw new RangeError('too many entries');
  const entries: Entry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== entryOfDirectory) throw new RangeError('no entry where one should be');
    const nameBytes = zip.readUInt16LE(at + 28);
    entries.push({
      name: zip.toString('utf8', at + 46, at + 46 + nameBytes),
      method: zip.readUInt16LE(at + 10),
      sizeBytes: zip.readUInt32LE(at + 20),
      offset: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function unpack(zip: Buffer, { method, sizeBytes, offset }: Entry, mostBytes: number): Buffer {
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const packed = zip.subarray(start, start + sizeBytes);
  if (method === 0) return packed;
  if (method !== 8) throw new RangeError('a packing that no workbook has');
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, mostBytes) });
}

/** LibreOffice writes an empty last row 1048576: only rows with a value count. */
function lastFilledRow(xml: Buffer): number {
  const rows = xml.toString('latin1').split(/<(?:\w+:)?row(?=[\s>])/);
  let line = 0;
  let last = 0;
  for (const row of rows.slice(1)) {
    const said = /^[^>]*?\sr="(\d{1,7})"/.exec(row)?.[1];
    line = said === undefined ? line + 1 : Number(said);
    if (/<(?:\w+:)?(?:v|is|f)[\s>/]/.test(row)) last = line;
  }
  return last;
}
