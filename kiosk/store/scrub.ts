import { setImmediate as breathe } from 'node:timers/promises';
import { AppError } from '../../sync/base/errors.ts';
import { emptyLog, followChain, type LogState, linkRecord } from '../../sync/evidence/chain.ts';
import { parseRecord, recordDigest } from '../../sync/evidence/record.ts';
import { digestOfFile, type SegmentStore } from '../recording/segment-store.ts';
import type { Db } from './database.ts';
import type { LogRow, LogStore } from './log-store.ts';

/** Something in the kiosk's own store that is not what was written. */
interface Damage {
  readonly item: 'record' | 'segment';
  /** `seq` of the record, digest of the segment. */
  readonly subject: string;
  readonly found: string;
}

/**
 * Reads the whole store again and appends a `damage` record for each thing found changed, once. The server cannot
 * see what is edited here after it was sent; this says it.
 */
export async function scrubKiosk(db: Db, log: LogStore, segments: SegmentStore): Promise<Damage[]> {
  const known = new Set(
    db
      .prepare<[], { subject: string }>('SELECT subject FROM damages')
      .all()
      .map((row) => row.subject),
  );
  const found = [...(await changedRecords(log)), ...(await changedSegments(segments))];
  const fresh = found.filter((damage) => !known.has(`${damage.item}:${damage.subject}`));
  for (const damage of fresh) log.append('damage', null, damage);
  return fresh;
}

async function changedRecords(log: LogStore): Promise<Damage[]> {
  const damages: Damage[] = [];
  let at: Place = { state: emptyLog(log.identity), keysLost: false };
  for (let seq = 0; ; ) {
    const rows = log.after(seq, 500);
    if (rows.length === 0) return damages;
    for (const row of rows) {
      const { next, fault } = look(at, row, log.identity.device);
      if (fault) damages.push({ item: 'record', subject: String(row.seq), found: fault });
      at = next;
      seq = row.seq;
    }
    await breathe();
  }
}

/** `keysLost`: a damaged record may have named the keys that follow, so signatures cannot be judged after it. */
interface Place {
  readonly state: LogState;
  readonly keysLost: boolean;
}

/** What is wrong with one stored record, if anything. The stored digest carries on, so that one edit names one record. */
function look({ state, keysLost }: Place, row: LogRow, device: string): { next: Place; fault?: string } {
  const record = parseRecord(row.envelope);
  const stored = { ...state, seq: BigInt(row.seq), digest: row.digest };
  if (!record) return { next: { state: stored, keysLost: true }, fault: 'unreadable' };
  const link = linkRecord(state, record, device);
  const namesKeys = record.body.kind === 'boot' || record.body.kind === 'rotation';
  if (!link.ok) return { next: { state: stored, keysLost: keysLost || namesKeys }, fault: link.fault };
  if (recordDigest(record) !== row.digest)
    return { next: { state: stored, keysLost: keysLost || namesKeys }, fault: 'digest-differs' };
  const step = followChain(state, record, device);
  if (step.ok) return { next: { state: step.next, keysLost: false } };
  if (keysLost) return { next: { state: stored, keysLost } };
  return { next: { state: stored, keysLost: namesKeys }, fault: step.fault };
}

async function changedSegments(segments: SegmentStore): Promise<Damage[]> {
  const damages: Damage[] = [];
  for (const sha256 of segments.onDisk()) {
    const digest = await digestOfFile(segments.fileOf(sha256)).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return 'missing';
      throw new AppError('internal', 'A video segment cannot be read again.', { cause });
    });
    if (digest !== sha256) {
      damages.push({ item: 'segment', subject: sha256, found: digest === 'missing' ? 'missing' : 'changed' });
    }
  }
  return damages;
}
