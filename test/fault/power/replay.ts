import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Disk } from './disk.ts';
import { compiledShim } from './shim.ts';
import { type DiskEvent, readTrace } from './trace.ts';

export interface Traced {
  readonly events: readonly DiskEvent[];
  /** Holds the traced folder and the file `trace`; the caller removes it. */
  readonly place: string;
}

/** Runs a TypeScript program under the shim, its folder as first argument; gives all that it did to that folder. */
export function traced(program: string, args: readonly string[]): Traced {
  const place = mkdtempSync(join(tmpdir(), 'keqin-power-'));
  const folder = join(place, 'watched');
  const trace = join(place, 'trace');
  mkdirSync(folder);
  const env = {
    ...process.env,
    LD_PRELOAD: compiledShim(),
    KEQIN_TRACE_DIR: folder,
    KEQIN_TRACE_FILE: trace,
    // Writes through io_uring pass the shim by.
    UV_USE_IO_URING: '0',
  };
  const run = spawnSync(process.execPath, ['--import', 'tsx', program, folder, ...args], { env });
  if (run.status !== 0) throw new Error(`the traced program failed (${run.status}): ${run.stderr}`);
  const events = readTrace(trace);
  assertComplete(events, folder);
  return { events, place };
}

/** The folder as the trace tells it must be the folder as it is, or the shim missed a call. */
export function assertComplete(events: readonly DiskEvent[], folder: string): void {
  const disk = new Disk();
  for (const event of events) disk.apply(event);
  const told = disk.live();
  const real = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
  const missed = real.filter(
    (path) => !isVolatile(path) && !told.get(path)?.equals(readFileSync(join(folder, path))),
  );
  const invented = [...told.keys()].filter((path) => !real.includes(path));
  if (missed.length + invented.length > 0)
    throw new Error(`the trace does not tell the whole of: ${[...missed, ...invented].join(', ')}`);
}

/** SQLite maps its index of the write-ahead log, and makes it again when it opens the database after a crash. */
function isVolatile(path: string): boolean {
  return path.endsWith('-shm');
}

/** Writes the files into a new folder, as the machine finds them when the power is back. */
export function restored(files: ReadonlyMap<string, Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'keqin-power-'));
  for (const [path, bytes] of files) {
    if (isVolatile(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, path), bytes, { mode: 0o600 });
  }
  return folder;
}
