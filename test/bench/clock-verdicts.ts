import Database from 'better-sqlite3';
import type { SignedRecord } from '../../sync/contract/records.ts';
import { clocksDifferMs } from '../../sync/evidence/time.ts';

/** What is known of a record by a clock that nobody shifts. Instants: epoch ms. */
export interface Written {
  readonly device: string;
  readonly seq: number;
  /** It was written between these. */
  readonly fromAt: number;
  readonly toAt: number;
  /** The kiosk was in touch with the server before it wrote, and goes on to be. */
  readonly online: boolean;
  /** What must come of it, if that can be said. */
  readonly expected: 'accepted' | 'held' | null;
}

interface Judged {
  readonly device: string;
  readonly seq: number;
  readonly state: string;
  readonly held_for: string | null;
  readonly time_sign: string | null;
  readonly earliest_at: number | null;
  readonly latest_at: number;
  readonly text: string;
}

/** What a moved clock may be held for. */
const timeHolds: readonly (string | null)[] = ['time-unproven', 'record-from-future'];

/** Compares what a server's store says of each record with what is known of it. */
export function countVerdicts(serverDb: string, written: readonly Written[]) {
  const judged = judgedIn(serverDb);
  const pairs = written.flatMap((known) => {
    const row = judged.get(`${known.device} ${known.seq}`);
    return row ? [{ known, row }] : [];
  });
  const count = (is: (known: Written, row: Judged) => boolean) =>
    pairs.filter(({ known, row }) => is(known, row)).length;
  const widths = (online: boolean) =>
    pairs.flatMap(({ known, row }) =>
      known.online === online && row.earliest_at !== null ? [row.latest_at - row.earliest_at] : [],
    );
  return {
    recordsJudged: pairs.length,
    neverJudged: written.length - pairs.length,
    outsideInterval: count((known, row) => isOutside(known, row.earliest_at, row.latest_at)),
    onlineRecords: count((known) => known.online),
    onlineWithoutInterval: count((known, row) => known.online && row.earliest_at === null),
    onlineWidthMaxMs: Math.max(0, ...widths(true)),
    offlineWidthMaxMs: Math.max(0, ...widths(false)),
    mustBeHeld: count(({ expected }) => expected === 'held'),
    acceptedOnShiftedClock: count(({ expected }, row) => expected === 'held' && row.state !== 'held'),
    heldForOther: count((_, row) => row.state === 'held' && !timeHolds.includes(row.held_for)),
    mustBeAccepted: count(({ expected }) => expected === 'accepted'),
    heldOnTrueClock: count(({ expected }, row) => expected === 'accepted' && row.state !== 'verified'),
    /** The control: so many would lie outside, were a record's own wall clock its interval. */
    outsideByWallClock: count((known, row) => {
      const { wall } = (JSON.parse(row.text) as SignedRecord).body;
      return isOutside(known, wall - clocksDifferMs, wall + clocksDifferMs);
    }),
  };
}

export type VerdictCounts = ReturnType<typeof countVerdicts>;

export const noVerdicts: VerdictCounts = {
  recordsJudged: 0,
  neverJudged: 0,
  outsideInterval: 0,
  onlineRecords: 0,
  onlineWithoutInterval: 0,
  onlineWidthMaxMs: 0,
  offlineWidthMaxMs: 0,
  mustBeHeld: 0,
  acceptedOnShiftedClock: 0,
  heldForOther: 0,
  mustBeAccepted: 0,
  heldOnTrueClock: 0,
  outsideByWallClock: 0,
};

export function addVerdicts(a: VerdictCounts, b: VerdictCounts): VerdictCounts {
  const names = Object.keys(a) as (keyof VerdictCounts)[];
  const together = names.map((name) => [
    name,
    name.endsWith('MaxMs') ? Math.max(a[name], b[name]) : a[name] + b[name],
  ]);
  return Object.fromEntries(together) as VerdictCounts;
}

/** No moment at which the record can have been written lies in the interval. */
function isOutside({ fromAt, toAt }: Written, earliestAt: number | null, latestAt: number): boolean {
  return latestAt < fromAt || (earliestAt ?? Number.NEGATIVE_INFINITY) > toAt;
}

function judgedIn(serverDb: string): ReadonlyMap<string, Judged> {
  const db = new Database(serverDb, { readonly: true });
  const rows = db
    .prepare<[], Judged>(
      `SELECT device, seq, state, held_for, time_sign, earliest_at, latest_at, text FROM records
       WHERE state IN ('verified', 'held')`,
    )
    .all();
  db.close();
  return new Map(rows.map((row) => [`${row.device} ${row.seq}`, row]));
}
