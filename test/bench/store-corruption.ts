import { join } from 'node:path';
import { digestOfFile, SegmentStore } from '../../kiosk/recording/segment-store.ts';
import { openDatabase } from '../../kiosk/store/database.ts';
import type { LogRow } from '../../kiosk/store/log-store.ts';
import { type DeviceIdentity, emptyLog, followChain } from '../../sync/evidence/chain.ts';
import { parseRecord } from '../../sync/evidence/record.ts';

/**
 * Opens a kiosk's store again and counts what is not as it was acknowledged: integrity, each link and signature of
 * the log, check-ins lost or doubled, files that are not what their record says.
 */
export async function countCorruption(
  dir: string,
  identity: DeviceIdentity,
  acknowledged: number,
): Promise<number> {
  const db = openDatabase(join(dir, 'kiosk.db'));
  try {
    const whole = db.pragma('integrity_check', { simple: true }) === 'ok';
    const rows = db.prepare<[], LogRow>('SELECT seq, digest, envelope FROM log ORDER BY seq').all();
    const { n } = db.prepare('SELECT count(*) AS n FROM check_ins').get() as { n: number };
    const files = await brokenFiles(new SegmentStore(db, join(dir, 'video')));
    return (whole ? 0 : 1) + brokenLinks(rows, identity) + Math.abs(n - acknowledged) + files;
  } finally {
    db.close();
  }
}

function brokenLinks(rows: readonly LogRow[], identity: DeviceIdentity): number {
  let state = emptyLog(identity);
  let broken = 0;
  for (const row of rows) {
    const record = parseRecord(row.envelope);
    const step = record && followChain(state, record, identity.device);
    if (step?.ok && step.next.digest === row.digest) state = step.next;
    else broken += 1;
  }
  return broken;
}

async function brokenFiles(segments: SegmentStore): Promise<number> {
  let broken = 0;
  for (const sha256 of segments.onDisk()) {
    const digest = await digestOfFile(segments.fileOf(sha256)).catch(() => undefined);
    if (digest !== sha256) broken += 1;
  }
  return broken;
}
