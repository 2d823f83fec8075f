import Database from 'better-sqlite3';
import type { DeviceIdentity } from '../../../sync/evidence/chain.ts';
import { KioskLogCheck } from '../kiosk-log.ts';
import type { SignIns } from './sign-ins.ts';

export interface TwoLogsFaults {
  /** Confirmed sign-ins that the kiosk's log lacks, and acknowledged records that the server lacks or has otherwise. */
  readonly lost: number;
  /** Sign-ins written down that nobody asked for, and records that the server has twice. */
  readonly doubled: number;
  /** 1: the kiosk's log, or the server's copy of it, is not whole. */
  readonly chainBroken: number;
  readonly corrupt: number;
}

export interface TwoLogs {
  /** Records in the kiosk's log. */
  readonly records: number;
  /** Of these, the server has said that it has them. */
  readonly acknowledged: number;
  /** Of these, the server has not finished looking at. */
  readonly waiting: number;
  readonly findings: readonly string[];
  readonly faults: TwoLogsFaults;
}

interface Row {
  readonly seq: number;
  readonly digest: string;
}

/**
 * Compares what kiosk and server have, from outside and at any moment when nobody signs in. A look compares all digests;
 * signatures, and what was promised, of the records since the last look: a new check's first look is at everything.
 */
export class TwoLogsCheck {
  readonly #files: { readonly kiosk: string; readonly server: string };
  #kiosk: KioskLogCheck | undefined;
  #signIns: SignIns = { confirmed: 0, unanswered: 0 };

  constructor(files: { readonly kiosk: string; readonly server: string }) {
    this.#files = files;
  }

  /** `signIns`: of the kiosk's whole life. */
  look(signIns: SignIns): TwoLogs {
    return reading(this.#files.kiosk, (kiosk) =>
      reading(this.#files.server, (server) => this.#compare(kiosk, server, signIns)),
    );
  }

  #compare(kiosk: Database.Database, server: Database.Database, signIns: SignIns): TwoLogs {
    // In this order, for both programs may be at work: what was acknowledged, the server had before; what the server
    // has, the kiosk had before.
    const acknowledged = Number(setting(kiosk, 'acknowledged-seq') ?? '0');
    const theirs = readServer(server);
    const own = new Map(rowsOf(kiosk, 'log').map(({ seq, digest }) => [seq, digest]));
    const missing = Math.max(0, acknowledged - theirs.rows.length);
    const others = theirs.rows.filter(({ seq, digest }) => own.get(seq) !== digest).length;
    const log = this.#checkKiosk(kiosk, signIns);
    return {
      records: own.size,
      acknowledged,
      waiting: theirs.waiting,
      findings: theirs.findings,
      faults: {
        lost: log.lost + missing + others,
        doubled: log.doubled + theirs.doubled,
        chainBroken: Math.max(log.chainBroken, theirs.chainBroken),
        corrupt: log.corrupt + theirs.corrupt,
      },
    };
  }

  #checkKiosk(db: Database.Database, signIns: SignIns): TwoLogsFaults {
    this.#kiosk ??= new KioskLogCheck(JSON.parse(setting(db, 'identity') ?? '') as DeviceIdentity);
    const written = signInsAfter(db, this.#kiosk.seq);
    const { corrupt, chainBroken } = this.#kiosk.check(db, [], true);
    const confirmed = signIns.confirmed - this.#signIns.confirmed;
    const unanswered = signIns.unanswered - this.#signIns.unanswered;
    // Otherwise the next look is at the same records again.
    if (chainBroken === 0) this.#signIns = signIns;
    return {
      lost: Math.max(0, confirmed - written),
      doubled: Math.max(0, written - confirmed - unanswered),
      ...{ corrupt, chainBroken },
    };
  }
}

function readServer(db: Database.Database) {
  const rows = rowsOf(db, 'records');
  const isWhole = rows.every(({ seq }, index) => seq === index + 1);
  return {
    rows,
    doubled: rows.length - new Set(rows.map(({ seq }) => seq)).size,
    waiting: Number(db.prepare("SELECT count(*) FROM records WHERE state = 'received'").pluck().get()),
    findings: db.prepare<[], string>("SELECT code || ' ' || subject_id FROM findings").pluck().all(),
    chainBroken: isWhole ? 0 : 1,
    corrupt: db.pragma('integrity_check', { simple: true }) === 'ok' ? 0 : 1,
  };
}

export function addTwoLogsFaults(a: TwoLogsFaults, b: TwoLogsFaults): TwoLogsFaults {
  return {
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
    chainBroken: a.chainBroken + b.chainBroken,
    corrupt: a.corrupt + b.corrupt,
  };
}

/** Read-only: closing a writer would tidy up the write-ahead log that the next start must cope with. */
function reading<T>(file: string, work: (db: Database.Database) => T): T {
  const db = new Database(file, { readonly: true });
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function rowsOf(db: Database.Database, table: 'log' | 'records'): Row[] {
  return db.prepare<[], Row>(`SELECT seq, digest FROM ${table} ORDER BY seq`).all();
}

function signInsAfter(db: Database.Database, seq: number): number {
  const query = `SELECT count(*) FROM log WHERE seq > ? AND kind = 'admin' AND envelope LIKE '%"signed-in"%'`;
  return db.prepare<[number], number>(query).pluck().get(seq) ?? 0;
}

function setting(db: Database.Database, key: string): string | undefined {
  return db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck().get(key);
}
