import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's library for programs with threads (package `faketime`); undefined when it is not installed. */
function faketimeLibrary(): string | undefined {
  const places = ['/usr/lib', ...multiarchFolders()].map((dir) =>
    join(dir, 'faketime', 'libfaketimeMT.so.1'),
  );
  return places.find((file) => existsSync(file));
}

function multiarchFolders(): string[] {
  if (!existsSync('/usr/lib')) return [];
  const names = readdirSync('/usr/lib').filter((name) => name.endsWith('-linux-gnu'));
  return names.map((name) => join('/usr/lib', name));
}

/** What a program's clocks say, ms. */
export interface ClockReading {
  readonly wallMs: number;
  readonly hrtimeMs: number;
  readonly uptimeMs: number;
}

/**
 * Programs whose clock is wrong, by an offset that can change while they run. libfaketime moves Date.now, and with
 * `monotonic` (as someone who shifts the clock of one program would) process.hrtime too; /proc/uptime, which is a
 * file, stays true. Without `monotonic` it is what setting the machine's clock does.
 */
export class ShiftedClock {
  readonly #place = mkdtempSync(join(tmpdir(), 'keqin-clock-'));
  readonly #file = join(this.#place, 'offset');
  readonly env: Readonly<Record<string, string>>;

  constructor({ monotonic = false }: { readonly monotonic?: boolean } = {}) {
    const library = faketimeLibrary();
    if (!library) throw new Error('libfaketime is missing: apt-get install -y faketime');
    this.shift(0);
    this.env = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      // Else the offset is read every ten seconds only.
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: monotonic ? '0' : '1',
    };
  }

  /** From now on the programs' clocks are wrong by so much. */
  shift(offsetMs: number): void {
    const sign = offsetMs < 0 ? '-' : '+';
    writeFileSync(`${this.#file}.new`, `${sign}${(Math.abs(offsetMs) / 1_000).toFixed(3)}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Starts a program that lives by this clock. */
  spawn(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    return spawn(command, args, { ...options, env: { ...process.env, ...options.env, ...this.env } });
  }

  remove(): void {
    rmSync(this.#place, { recursive: true });
  }
}
