import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';
import { readLines } from '../../sync/base/lines.ts';
import { isOf, parseAs } from '../../sync/base/parse.ts';
import { Digest } from '../../sync/contract/primitives.ts';
import { digestOfName, logFile, receiptsFile, segmentsDir } from '../../sync/transport/evidence-folder.ts';
import { LooseBatch } from '../ingest/device-routes.ts';
import type { Batch } from '../ingest/ingest-batch.ts';

/**
 * Throws `invalid_input` for what is no folder as a kiosk writes it. Everything is looked at before anything is taken
 * in: of a folder that is not whole nothing is stored.
 */
export async function refuseUnlessWhole(folder: string): Promise<void> {
  await refuseOddEntries(folder);
  for await (const _ of batchesIn(folder));
}

/** The uploads in its log, one a line. Throws `invalid_input` at the first line that is none. */
export async function* batchesIn(folder: string): AsyncGenerator<Batch> {
  const there = await lstat(logFile(folder)).catch(() => undefined);
  if (!there?.isFile()) throw notWhole();
  for await (const line of readLines(logFile(folder))) yield readBatch(line);
}

/** Whole files under the name of a digest; anything else (a part, a folder) is passed over. */
export async function segmentsIn(folder: string): Promise<{ sha256: string; path: string }[]> {
  const names = await readdir(segmentsDir(folder)).catch(() => []);
  const found: { sha256: string; path: string }[] = [];
  for (const name of names.sort()) {
    const sha256 = digestOfName(name);
    const path = join(segmentsDir(folder), name);
    if (sha256 !== undefined && isOf(Digest, sha256) && (await lstat(path)).isFile())
      found.push({ sha256, path });
  }
  return found;
}

export function notWhole(): AppError {
  return new AppError('invalid_input', 'This is no whole folder of a kiosk: export it once more.', {
    zh: '该文件夹不是完整的终端导出文件夹，请在终端重新导出。',
  });
}

/**
 * A link in a prepared folder would make us read, or write, somewhere else; a folder in the place of a file would let
 * us store the evidence and then write no receipt.
 */
async function refuseOddEntries(folder: string): Promise<void> {
  const own = await lstat(folder).catch(() => undefined);
  if (!own?.isDirectory()) throw notWhole();
  const files = [logFile(folder), receiptsFile(folder), `${receiptsFile(folder)}.part`];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const mustBeFile = files.includes(join(entry.parentPath, entry.name));
    if (entry.isSymbolicLink() || (mustBeFile && !entry.isFile())) throw notWhole();
  }
}

/** `line`: undefined when it is longer than any of ours. */
function readBatch(line: string | undefined): Batch {
  let value: unknown;
  try {
    value = JSON.parse(line ?? '');
  } catch {
    throw notWhole();
  }
  return parseAs(LooseBatch, value, 'log.jsonl') as unknown as Batch;
}
