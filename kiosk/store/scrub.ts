import { setImmediate as breathe } from 'node:timers/promises';
import { AppError } from '../../sync/base/errors.ts';
import { type ChainHead, emptyHead, followChain } from '../../sync/evidence/chain.ts';
import { parseRecord } from '../../sync/evidence/record.ts';
import { digestOfFile, type SegmentStore } from '../recording/segment-store.ts';
import type { Db } from './database.ts';
import type { LogStore } from './log-store.ts';

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
  let head: ChainHead = emptyHead(log.identity);
  for (let seq = 0; ; ) {
    const rows = log.after(seq, 500);
    if (rows.length === 0) return damages;
    for (const row of rows) {
      const fault = faultOf(row.envelope, head, log);
      if (fault) damages.push({ item: 'record', subject: String(row.seq), found: fault });
      // The stored digest carries the chain past a damaged record, so that one edit names one record.
      head = { seq: BigInt(row.seq), digest: row.digest };
      seq = row.seq;
    }
    await breathe();
  }
}

function faultOf(envelope: string, head: ChainHead, log: LogStore): string | undefined {
  const record = parseRecord(envelope);
  if (!record) return 'unreadable';
  const step = followChain(head, record, log.identity);
  if (step.ok) return undefined;
  return step.fault;
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
