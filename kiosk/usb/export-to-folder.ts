import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../../sync/base/clock.ts';
import { AppError } from '../../sync/base/errors.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import type { SlowSigner } from '../../sync/evidence/statement.ts';
import {
  type EvidenceFolder,
  folderName,
  logFile,
  readFolderName,
  segmentsDir,
  syncFolder,
  writeDurably,
} from '../../sync/transport/evidence-folder.ts';
import { signHead } from '../../sync/transport/sign-head.ts';
import type { SegmentRow, SegmentStore } from '../recording/segment-store.ts';
import type { LogStore } from '../store/log-store.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { refuseLinks } from './look-before.ts';

interface ExportParts {
  readonly log: LogStore;
  readonly segments: SegmentStore;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  /** The device key, as far as the server knows it. */
  readonly signer: () => SlowSigner;
  /** Told after each segment how much video is on the disk, and how much there will be. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
}

export type ExportOutcome =
  | { readonly kind: 'nothing-waits' }
  | {
      readonly kind: 'exported';
      readonly folder: string;
      readonly records: number;
      readonly segments: number;
      /** Digests of segments whose file is gone or changed here: not on the disk. */
      readonly damaged: readonly string[];
    };

/** As an upload of the kiosk: the server takes no more than 500. */
const batchSize = 200;
/** Room for folders and what a file system rounds up. */
const spareBytes = 4 * 1024 * 1024;

/**
 * Writes all that has no receipt to a folder below `dir`, a disk that will be carried. Nothing is deleted here: that
 * is for receipts to allow. May be broken off and called again; what is there whole is not copied twice. Throws
 * `disk_full` before anything is written when the disk is too small.
 */
export async function exportToFolder(parts: ExportParts, dir: string): Promise<ExportOutcome> {
  const place = placeOf(parts);
  const segments = parts.segments.allWaiting();
  const records = place.toSeq - place.fromSeq + 1;
  if (records === 0 && segments.length === 0) return { kind: 'nothing-waits' };
  await refuseLinks(dir, place.device);
  const folder = await openFolder(dir, place);
  const missing = await notThere(parts, folder, segments);
  await checkRoom(dir, missing, await logBytes(parts, place));
  const damaged = await copySegments(parts, folder, missing);
  await writeLog(parts, folder, place);
  return { kind: 'exported', folder, records, segments: segments.length - damaged.length, damaged };
}

function placeOf({ log, settings }: ExportParts): EvidenceFolder {
  const fromSeq = Number(settings.get('acknowledged-seq') ?? '0') + 1;
  return { device: log.identity.device, fromSeq, toSeq: log.lastSeq };
}

/** The folder of an export that was broken off is taken on, under the name of what it will hold now. */
async function openFolder(dir: string, place: EvidenceFolder): Promise<string> {
  const folder = join(dir, folderName(place));
  const names = await readdir(dir);
  const begun = names.find((name) => {
    const other = readFolderName(name);
    return other?.device === place.device && other.fromSeq === place.fromSeq;
  });
  const isThere = names.includes(folderName(place));
  if (begun !== undefined && !isThere) await rename(join(dir, begun), folder);
  await mkdir(segmentsDir(folder), { recursive: true, mode: 0o700 });
  await syncFolder(folder);
  await syncFolder(dir);
  return folder;
}

async function notThere(
  { segments: store }: ExportParts,
  folder: string,
  segments: readonly SegmentRow[],
): Promise<SegmentRow[]> {
  const missing: SegmentRow[] = [];
  for (const segment of segments) {
    const there = await stat(pathOnDisk(folder, store.fileOf(segment.sha256))).catch(() => undefined);
    if (there?.size !== segment.sizeBytes) missing.push(segment);
  }
  return missing;
}

async function checkRoom(dir: string, missing: readonly SegmentRow[], recordBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  const needBytes = missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, recordBytes + spareBytes);
  if (needBytes <= bavail * bsize) return;
  const mb = (bytes: number) => Math.ceil(bytes / 1_000_000);
  const [need, free] = [mb(needBytes), mb(bavail * bsize)];
  throw new AppError('disk_full', `The disk is too small: ${need} MB are needed and ${free} MB are free.`, {
    zh: `磁盘空间不足：需要 ${need} MB，剩余 ${free} MB，请更换更大的磁盘。`,
  });
}

async function logBytes(parts: ExportParts, place: EvidenceFolder): Promise<number> {
  let sum = 0;
  for (const rows of batches(parts, place)) {
    for (const { envelope } of rows) sum += envelope.length;
    // Somebody may be checking in.
    await breathe();
  }
  return sum;
}

function* batches({ log }: ExportParts, { fromSeq, toSeq }: EvidenceFolder) {
  for (let after = fromSeq - 1; after < toSeq; ) {
    const rows = log.after(after, Math.min(batchSize, toSeq - after));
    yield rows;
    after += rows.length;
  }
}

/** Digests of those that could not be copied. */
async function copySegments(
  parts: ExportParts,
  folder: string,
  missing: readonly SegmentRow[],
): Promise<string[]> {
  const totalBytes = missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const damaged: string[] = [];
  let doneBytes = 0;
  for (const { sha256, sizeBytes } of missing) {
    if (!(await copySegment(parts, folder, sha256))) damaged.push(sha256);
    doneBytes += sizeBytes;
    parts.onProgress?.(doneBytes, totalBytes);
  }
  return damaged;
}

/** False when the file here is gone or not what its record says: the server would refuse it. */
async function copySegment({ segments }: ExportParts, folder: string, sha256: string): Promise<boolean> {
  const here = segments.fileOf(sha256);
  const hash = createHash('sha256');
  const changed = new Error('changed');
  try {
    await writeDurably(pathOnDisk(folder, here), async (file) => {
      for await (const chunk of createReadStream(here) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      if (hash.digest('hex') !== sha256) throw changed;
    });
    return true;
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (error === changed || gone) return false;
    throw error;
  }
}

function writeLog(parts: ExportParts, folder: string, place: EvidenceFolder): Promise<void> {
  const { clock, signer, log } = parts;
  return writeDurably(logFile(folder), async (file) => {
    for (const rows of batches(parts, place)) {
      const last = rows.at(-1);
      if (!last) throw new Error('the log ends before its head');
      const at = { device: place.device, seq: String(last.seq), digest: last.digest, anchor: log.anchor };
      const head = canonicalJson(await signHead(at, clock, signer()));
      await file.writeFile(`{"head":${head},"records":[${rows.map((row) => row.envelope).join(',')}]}\n`);
    }
  });
}

/** Under the name that the file has here. */
function pathOnDisk(folder: string, file: string): string {
  return join(segmentsDir(folder), basename(file));
}
