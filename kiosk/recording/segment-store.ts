import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { initBytesOf } from '../../device-drivers/camera/mp4-boxes.ts';
import { writeDurably } from '../../sync/transport/evidence-folder.ts';
import type { Db } from '../store/database.ts';

/** A segment, or a photograph, which stands for the moment at which it was taken. */
export interface SegmentRow {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly startAt: number;
  readonly endAt: number;
}

/** Everything that is uploaded as a file, in the order of its records. */
const filesSql = `(
  SELECT sha256, seq, size_bytes AS sizeBytes, start_at AS startAt, end_at AS endAt FROM segments
  UNION ALL SELECT sha256, seq, size_bytes, at, at FROM photos
)`;

export interface KeptFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly initBytes: number;
}

/** Recorded files by their digest, and how far each has come on its way to the server. */
export class SegmentStore {
  readonly #db: Db;
  readonly #dir: string;

  constructor(db: Db, dir: string) {
    this.#db = db;
    this.#dir = dir;
  }

  fileOf(sha256: string): string {
    const isPhoto = this.#db.prepare('SELECT 1 FROM photos WHERE sha256 = ?').get(sha256) !== undefined;
    return isPhoto ? this.#photoFile(sha256) : join(this.#dir, `${sha256}.mp4`);
  }

  #photoFile(sha256: string): string {
    return join(this.#dir, `${sha256}.jpg`);
  }

  /** Writes a photograph under its digest: on disk, synced, before any record names it. */
  async keepPhoto(jpeg: Buffer): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const sha256 = createHash('sha256').update(jpeg).digest('hex');
    await writeDurably(this.#photoFile(sha256), (file) => file.writeFile(jpeg));
    return { sha256, sizeBytes: jpeg.length };
  }

  /** Deletes one that could not be written down. */
  async discardPhoto(sha256: string): Promise<void> {
    await rm(this.#photoFile(sha256), { force: true });
  }

  /** A name for a file that is still being made, beside those that are kept. */
  partFile(name: string): string {
    return join(this.#dir, `${name}.part`);
  }

  /** Hashes a finished file and gives it its name for good: on disk, synced, before any record names it. */
  async keep(file: string): Promise<KeptFile> {
    const kept = await this.#examine(file);
    await rename(file, this.fileOf(kept.sha256));
    await syncPath(this.#dir);
    return kept;
  }

  /**
   * As `keep`, but the file keeps its old name besides: whoever is killed before it is written down finds it there
   * again. To be removed once a record names it.
   */
  async stage(file: string): Promise<KeptFile> {
    const kept = await this.#examine(file);
    const name = this.fileOf(kept.sha256);
    await link(file, name).catch(async (error: { code?: string }) => {
      // Disks as Windows formats them know one name a file.
      if (error.code === 'EPERM' || error.code === 'ENOTSUP') await rename(file, name);
      else if (error.code !== 'EEXIST') throw error;
    });
    await syncPath(this.#dir);
    return kept;
  }

  async #examine(file: string): Promise<KeptFile> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    const [sha256, initBytes] = await Promise.all([digestOfFile(file), initBytesOf(file)]);
    const { size } = await stat(file);
    await syncPath(file);
    return { sha256, sizeBytes: size, initBytes };
  }

  /** True when a record names the file. */
  isNamed(sha256: string): boolean {
    return this.#db.prepare('SELECT 1 FROM segments WHERE sha256 = ?').get(sha256) !== undefined;
  }

  /** Deletes a kept file that no record names: what could not be written down is no evidence, only room. */
  async discard(sha256: string): Promise<void> {
    if (!this.isNamed(sha256)) await rm(this.fileOf(sha256), { force: true });
  }

  /** The oldest segment that the server has not yet taken, but for the one named. */
  nextWaiting(besides?: string): SegmentRow | undefined {
    return this.#waiting(2).find(({ sha256 }) => sha256 !== besides);
  }

  /** All that the server has not yet taken, oldest first. */
  allWaiting(): SegmentRow[] {
    return this.#waiting(-1);
  }

  countWaiting(): number {
    const row = this.#db
      .prepare<[], { n: number }>(
        `SELECT count(*) AS n FROM ${filesSql} WHERE sha256 NOT IN (SELECT sha256 FROM segment_uploads)`,
      )
      .get();
    return row?.n ?? 0;
  }

  #waiting(limit: number): SegmentRow[] {
    return this.#db
      .prepare<[number], SegmentRow>(
        `SELECT sha256, sizeBytes, startAt, endAt FROM ${filesSql}
         WHERE sha256 NOT IN (SELECT sha256 FROM segment_uploads) ORDER BY seq LIMIT ?`,
      )
      .all(limit);
  }

  /** `received` with the server's receipt; `refused` when the file is not what its record says. */
  settle(sha256: string, state: 'received' | 'refused', receipt: string | null, at: number): void {
    this.#db
      .prepare(`INSERT INTO segment_uploads (sha256, state, receipt, at) VALUES (?, ?, ?, ?)
         ON CONFLICT (sha256) DO UPDATE SET state = excluded.state, receipt = excluded.receipt, at = excluded.at
         WHERE state != 'deleted'`)
      .run(sha256, state, receipt, at);
  }

  /** Segments and photographs whose file should be here. */
  onDisk(): string[] {
    return this.#db
      .prepare<[], { sha256: string }>(
        `SELECT sha256 FROM ${filesSql}
         WHERE sha256 NOT IN (SELECT sha256 FROM segment_uploads WHERE state = 'deleted') ORDER BY seq`,
      )
      .all()
      .map((row) => row.sha256);
  }

  /** Deletes files that the server has a receipt for and that were received before `before`. */
  async deleteReceived(before: number): Promise<number> {
    const rows = this.#db
      .prepare<[number], { sha256: string }>(
        `SELECT sha256 FROM segment_uploads WHERE state = 'received' AND receipt IS NOT NULL AND at < ?`,
      )
      .all(before);
    for (const { sha256 } of rows) {
      await rm(this.fileOf(sha256), { force: true });
      this.#db.prepare(`UPDATE segment_uploads SET state = 'deleted' WHERE sha256 = ?`).run(sha256);
    }
    return rows.length;
  }
}

/** SHA-256 of a file's bytes, hexadecimal. */
export async function digestOfFile(file: string): Promise<string> {
  await access(file, constants.R_OK);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
