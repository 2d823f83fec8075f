import type { ServerParts } from '../parts.ts';
import { inTransaction } from '../storage/stores.ts';
import { ServerLog } from '../transparency/server-log.ts';

const atOnce = 500;

/** Records that version 0.1 accepted, which kept no log of its own, become entries of it in the order of their coming. */
export async function enterOldRecords({ database, serverKey, clock }: ServerParts): Promise<void> {
  const enterSome = () =>
    inTransaction(database, async (stores) => {
      const rows = await stores.records.outsideLog(atOnce);
      if (rows.length === 0) return false;
      const texts = rows.map(({ text }) => text);
      const first = await new ServerLog(stores.merkle, serverKey).append(texts, clock.now());
      for (const [index, { id }] of rows.entries()) await stores.records.setLeaf(id, first + index);
      return rows.length === atOnce;
    });
  while (await enterSome());
}
