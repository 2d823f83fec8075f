import type { Db } from '../../kiosk/store/database.ts';
import type { LogRow } from '../../kiosk/store/log-store.ts';
import { type DeviceIdentity, emptyLog, followChain, type LogState } from '../../sync/evidence/chain.ts';
import { parseRecord } from '../../sync/evidence/record.ts';
import type { Ack } from './check-ins.ts';

/** What is wrong with a kiosk's store after a fault; all zero is a store that kept its word. */
export interface StoreFaults {
  /** Acknowledged records that are gone, or are others than promised. */
  readonly lost: number;
  /** Check-ins that stand in the log twice. */
  readonly doubled: number;
  /** 1: a record does not follow the one before it. */
  readonly chainBroken: number;
  /** 1: SQLite finds damage. */
  readonly corrupt: number;
  /** Check-in records whose row is missing, or rows without a record. */
  readonly rowsAstray: number;
}

/** Follows a kiosk's log as it grows: each call looks at what is new since the last one that found nothing wrong. */
export class KioskLogCheck {
  readonly #identity: DeviceIdentity;
  #state: LogState;

  constructor(identity: DeviceIdentity) {
    this.#identity = identity;
    this.#state = emptyLog(identity);
  }

  get seq(): number {
    return Number(this.#state.seq);
  }

  /**
   * Checks the records after the last checked one, and that `acks`, all of them newer, are among them. `wholeFile`:
   * SQLite looks at every page of its file too, which takes the longer the more there is.
   */
  check(db: Db, acks: readonly Ack[], wholeFile: boolean): StoreFaults {
    const corrupt = wholeFile && db.pragma('integrity_check', { simple: true }) !== 'ok' ? 1 : 0;
    const rows = db
      .prepare<[number], LogRow>('SELECT seq, digest, envelope FROM log WHERE seq > ? ORDER BY seq')
      .all(this.seq);
    const stored = new Map(rows.map((row) => [row.seq, row.digest]));
    const lost = acks.filter(({ seq, digest }) => stored.get(seq) !== digest).length;
    const astray = this.#astray(db, rows);
    const isWhole = this.#stillStands(db) && this.#follow(rows);
    return { lost, corrupt, ...astray, chainBroken: isWhole ? 0 : 1 };
  }

  /** A log that lost its end and grew again would otherwise look whole from here on. */
  #stillStands(db: Db): boolean {
    if (this.seq === 0) return true;
    const digest = db.prepare<[number], string>('SELECT digest FROM log WHERE seq = ?').pluck().get(this.seq);
    if (digest !== this.#state.digest) console.log(`record ${this.seq} was there, and is not any more`);
    return digest === this.#state.digest;
  }

  #follow(rows: readonly LogRow[]): boolean {
    let state = this.#state;
    for (const row of rows) {
      const record = parseRecord(row.envelope);
      const step = record && followChain(state, record, this.#identity.device);
      if (!step?.ok || step.next.digest !== row.digest) {
        const why = step?.ok ? 'its digest is another' : (step?.fault ?? 'not a record');
        console.log(`record ${row.seq} does not follow: ${why}`);
        return false;
      }
      state = step.next;
    }
    this.#state = state;
    return true;
  }

  #astray(db: Db, rows: readonly LogRow[]): Pick<StoreFaults, 'doubled' | 'rowsAstray'> {
    const logged = rows.flatMap(({ envelope }) => {
      const body = parseRecord(envelope)?.body;
      return body?.kind === 'check-in' ? [String(body.data.id)] : [];
    });
    const projected = new Set(
      db.prepare<[number], string>('SELECT id FROM check_ins WHERE seq > ?').pluck().all(this.seq),
    );
    const distinct = new Set(logged);
    const missing = [...distinct].filter((id) => !projected.has(id)).length;
    const unexplained = [...projected].filter((id) => !distinct.has(id)).length;
    return { doubled: logged.length - distinct.size, rowsAstray: missing + unexplained };
  }
}

export const noFaults: StoreFaults = { lost: 0, doubled: 0, chainBroken: 0, corrupt: 0, rowsAstray: 0 };

export function addFaults(a: StoreFaults, b: StoreFaults): StoreFaults {
  return {
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
    chainBroken: a.chainBroken + b.chainBroken,
    corrupt: a.corrupt + b.corrupt,
    rowsAstray: a.rowsAstray + b.rowsAstray,
  };
}
