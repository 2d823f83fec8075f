import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Evidence on a disk that is carried, where there is no network:
 *
 *   keqin-<device>-<first record>-<last record>/
 *     log.jsonl            one upload a line: {"head": …, "records": […]}, byte for byte what is POSTed elsewhere
 *     segments/<sha256>.mp4, and photographs as <sha256>.jpg
 *     receipts.jsonl       written by the server: one signed receipt a line, to be carried back
 *
 * `log.jsonl` is written last: a folder without it is not whole.
 */
export interface EvidenceFolder {
  readonly device: string;
  /** Numbers of the first and last record; the last is one less than the first when only video waited. */
  readonly fromSeq: number;
  readonly toSeq: number;
}

export const logFile = (folder: string) => join(folder, 'log.jsonl');
export const receiptsFile = (folder: string) => join(folder, 'receipts.jsonl');
export const segmentsDir = (folder: string) => join(folder, 'segments');

export function folderName({ device, fromSeq, toSeq }: EvidenceFolder): string {
  return `keqin-${device}-${fromSeq}-${toSeq}`;
}

/** Undefined for a folder of another kind. */
export function readFolderName(name: string): EvidenceFolder | undefined {
  const match = /^keqin-([A-Za-z0-9_-]{1,64})-(\d{1,15})-(\d{1,15})$/.exec(name);
  if (!match) return undefined;
  return { device: match[1] as string, fromSeq: Number(match[2]), toSeq: Number(match[3]) };
}

/** The digest of a file `<sha256>.mp4` or `<sha256>.jpg`. */
export function digestOfName(name: string): string | undefined {
  return /^([0-9a-f]{64})\.(?:mp4|jpg)$/.exec(name)?.[1];
}

/** What `fill` writes appears under the name whole and synced, or not at all. */
export async function writeDurably(path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> {
  const part = `${path}.part`;
  // Whoever prepared the disk may have put a link there, to have another file written over.
  await rm(part, { force: true });
  const file = await open(part, 'wx', 0o600);
  try {
    await fill(file);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
  await syncFolder(dirname(path));
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
