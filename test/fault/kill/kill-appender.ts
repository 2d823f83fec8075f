import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type Db } from '../../../kiosk/store/database.ts';
import type { DeviceIdentity } from '../../../sync/evidence/chain.ts';
import { type Ack, readAcks } from '../check-ins.ts';
import { chooseDeath, killed } from '../killer.ts';
import { addFaults, KioskLogCheck, noFaults, type StoreFaults } from '../kiosk-log.ts';
import { Seeded } from '../seeded.ts';
import { bundled, removeBundle } from './bundle.ts';

const program = fileURLToPath(new URL('appender.ts', import.meta.url));

export interface KillsResult extends StoreFaults {
  readonly promised: number;
  readonly records: number;
}

/**
 * Kills the appending program `kills` times, on two stores side by side, for there are two cores; looks at a store
 * after each kill, and at all of it at the end.
 */
export async function killAppender(
  kills: number,
  seed: number,
  promises: 'in-time' | 'too-early' = 'in-time',
): Promise<KillsResult> {
  const bundle = await bundled(program, 'appender');
  const first = Math.ceil(kills / 2);
  const results = await Promise.all([
    killOnOneStore([bundle, promises], first, new Seeded(seed)),
    killOnOneStore([bundle, promises], kills - first, new Seeded(seed + 1)),
  ]);
  removeBundle(bundle);
  return results.reduce((a, b) => ({
    ...addFaults(a, b),
    promised: a.promised + b.promised,
    records: a.records + b.records,
  }));
}

async function killOnOneStore(
  [bundle, promises]: readonly [string, string],
  kills: number,
  seeded: Seeded,
): Promise<KillsResult> {
  const store = new WatchedStore();
  for (let life = 0; life < kills; life += 1) {
    const child = spawn(process.execPath, [bundle, store.dataDir, String(life), promises], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = await killed(child, chooseDeath(seeded, { startMs: 150, mostLines: 40 }));
    store.lookAt(
      readAcks(said),
      promises === 'in-time' ? `kill ${life + 1} of seed ${seeded.seed}` : undefined,
    );
  }
  const result = store.atTheEnd();
  store.remove();
  return result;
}

/** A kiosk's data folder, looked at from outside while no program has it open. */
class WatchedStore {
  readonly #place = mkdtempSync(join(tmpdir(), 'keqin-kill-'));
  readonly dataDir = join(this.#place, 'data');
  readonly #acks: Ack[] = [];
  #check: KioskLogCheck | undefined;

  /** What is new since the last look; a fault is said, with the kill after which it shows. */
  lookAt(acks: readonly Ack[], after: string | undefined): void {
    this.#acks.push(...acks);
    this.#withDatabase((db) => {
      this.#check ??= db && checkOf(db);
      const faults = (db && this.#check?.check(db, acks, false)) ?? { ...noFaults, lost: acks.length };
      if (after && Object.values(faults).some((count) => count > 0))
        console.log(after, JSON.stringify(faults));
    });
  }

  /** All of it: what was lost earlier is missing still. */
  atTheEnd(): KillsResult {
    const result = { promised: this.#acks.length, records: 0 };
    return this.#withDatabase((db) => {
      const whole = db && checkOf(db);
      if (!whole) return { ...noFaults, ...result, lost: this.#acks.length };
      return { ...whole.check(db, this.#acks, true), ...result, records: whole.seq };
    });
  }

  remove(): void {
    rmSync(this.#place, { recursive: true });
  }

  /** Read-only: closing a writer would tidy up the write-ahead log that the next start must cope with. */
  #withDatabase<T>(work: (db: Db | undefined) => T): T {
    const file = join(this.dataDir, 'kiosk.db');
    const db = existsSync(file) ? connect(file, { readonly: true }) : undefined;
    try {
      return work(db);
    } finally {
      db?.close();
    }
  }
}

/** Undefined while the store has no tables or does not know its device yet: it was killed in its first start. */
function checkOf(db: Db): KioskLogCheck | undefined {
  const tables = db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'settings'").pluck().get();
  if (tables === 0) return undefined;
  const identity = db.prepare<[], string>("SELECT value FROM settings WHERE key = 'identity'").pluck().get();
  return identity === undefined ? undefined : new KioskLogCheck(JSON.parse(identity) as DeviceIdentity);
}
