import { readFile } from 'node:fs/promises';

const blockBytes = 512;

/** The files of a tar archive (POSIX ustar, plain files), by name, whose name ends in `ending`. */
export async function filesInTar(archive: string, ending: string): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = await readFile(archive);
  const files = new Map<string, Buffer>();
  for (let at = 0; at + blockBytes <= bytes.length && bytes[at] !== 0; ) {
    const name = textAt(bytes, at, 100);
    const sizeBytes = Number.parseInt(textAt(bytes, at + 124, 12), 8) || 0;
    const body = at + blockBytes;
    if (name.endsWith(ending)) files.set(name, bytes.subarray(body, body + sizeBytes));
    at = body + Math.ceil(sizeBytes / blockBytes) * blockBytes;
  }
  return files;
}

function textAt(bytes: Buffer, at: number, length: number): string {
  return bytes
    .toString('latin1', at, at + length)
    .split('\0', 1)[0]!
    .trim();
}
