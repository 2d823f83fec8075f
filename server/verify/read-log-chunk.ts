import { groupBy } from '../group-by.ts';
import type { Projection } from '../ingest/project.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice, StoredBootKey } from '../storage/device-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { inTransaction } from '../storage/stores.ts';

/** Records of one device with all that is stored beside them, as it stood at one moment. */
export interface LogChunk {
  /** Undefined when its row is gone. */
  readonly device: KnownDevice | undefined;
  readonly bootKeys: readonly StoredBootKey[];
  /** In log order; empty after the last. */
  readonly rows: readonly StoredRecord[];
  /** The table rows of each, by record id. */
  readonly projections: ReadonlyMap<string, readonly Projection[]>;
  /** Ids of those that the pull API gives out. */
  readonly fed: ReadonlySet<number>;
}

/**
 * Reads the records of `device` after `seq`. One transaction: a revocation, a rotation or a verdict that came between
 * two reads would look like an edit.
 */
export function readLogChunk(
  { database }: Pick<Context, 'database'>,
  device: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<LogChunk> {
  return inTransaction(database, async ({ devices, records, projections, feed }) => {
    const rows = await records.after(device, after, limit);
    const ids = rows.map(({ id }) => id);
    const found = await projections.ofRecords(ids);
    return {
      device: await devices.find(device),
      bootKeys: await devices.bootKeys([device]),
      rows,
      projections: groupBy(found, ({ row }) => String(row.record_id)),
      fed: await feed.contains(ids),
    };
  });
}
