import type { Context } from '../parts.ts';
import type { Deed } from '../storage/journal-store.ts';
import { inTransaction } from '../storage/stores.ts';

/** An entry of the journal for something that changes nothing else in the database. */
export async function writeDown(
  { database, serverKey }: Pick<Context, 'database' | 'serverKey'>,
  deed: Deed,
): Promise<void> {
  await inTransaction(database, (stores) => stores.journal.append(deed, serverKey));
}
