import Database from 'better-sqlite3';
import type { DeviceIdentity } from '../../../sync/evidence/chain.ts';
import { KioskLogCheck } from '../kiosk-log.ts';

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

/** Compares what kiosk and server have, from outside, at any moment. */
export function compareLogs(
  files: { readonly kiosk: string; readonly server: string },
  signIns: { readonly confirmed: number; readonly asked: number },
): TwoLogs {
  const db = new Database(files.kiosk, { readonly: true });
  try {
    // In this order, for both programs may be at work: what was acknowledged, the server had before; what the server
    // has, the kiosk had before.
    const acknowledged = Number(setting(db, 'acknowledged-seq') ?? '0');
    const server = readServer(files.server);
    const check = new KioskLogCheck(JSON.parse(setting(db, 'identity') ?? '') as DeviceIdentity);
    const { corrupt, chainBroken } = check.check(db, [], true);
    const own = new Map(rows(db, 'SELECT seq, digest FROM log').map((row) => [row.seq, row.digest]));
    const written = Number(
      db
        .prepare(`SELECT count(*) FROM log WHERE kind = 'admin' AND envelope LIKE '%"signed-in"%'`)
        .pluck()
        .get(),
    );
    const missing = Math.max(0, acknowledged - server.rows.length);
    const others = server.rows.filter(({ seq, digest }) => own.get(seq) !== digest).length;
    const isWhole = server.rows.every(({ seq }, index) => seq === index + 1);
    return {
      records: own.size,
      acknowledged,
      waiting: server.waiting,
      findings: server.findings,
      faults: {
        lost: Math.max(0, signIns.confirmed - written) + missing + others,
        doubled:
          Math.max(0, written - signIns.asked) +
          server.rows.length -
          new Set(server.rows.map(({ seq }) => seq)).size,
        chainBroken: chainBroken === 1 || !isWhole ? 1 : 0,
        corrupt: corrupt + server.corrupt,
      },
    };
  } finally {
    db.close();
  }
}

function readServer(file: string) {
  const db = new Database(file, { readonly: true });
  try {
    return {
      rows: rows(db, 'SELECT seq, digest FROM records ORDER BY seq'),
      waiting: Number(db.prepare("SELECT count(*) FROM records WHERE state = 'received'").pluck().get()),
      findings: db.prepare<[], string>("SELECT code || ' ' || subject_id FROM findings").pluck().all(),
      corrupt: db.pragma('integrity_check', { simple: true }) === 'ok' ? 0 : 1,
    };
  } finally {
    db.close();
  }
}

function rows(db: Database.Database, query: string): Row[] {
  return db.prepare<[], Row>(query).all();
}

function setting(db: Database.Database, key: string): string | undefined {
  return db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck().get(key);
}
