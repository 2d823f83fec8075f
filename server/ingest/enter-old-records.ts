import { sha256 } from '../../sync/evidence/digest.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { ServerParts } from '../parts.ts';
import { readStatement } from '../storage/read-statement.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { inTransaction } from '../storage/stores.ts';
import { ServerLog } from '../transparency/server-log.ts';

const atOnce = 500;

/** Records that version 0.1 accepted, which kept no log of its own, become entries of it in the order of their coming. */
export async function enterOldRecords({ database, serverKey, clock }: ServerParts): Promise<void> {
  const enterSome = () =>
    inTransaction(database, async (stores) => {
      const waiting = await stores.records.outsideLog(atOnce);
      // A row that was put there is not what we accepted; the scrub names it.
      const rows = waiting.filter((row) => isAccepted(row, serverKey.publicKey));
      if (rows.length === 0) return false;
      const texts = rows.map(({ text }) => text);
      const first = await new ServerLog(stores.merkle, serverKey).append(texts, clock.now());
      for (const [index, { id }] of rows.entries()) await stores.records.setLeaf(id, first + index);
      return rows.length > 0 && waiting.length === atOnce;
    });
  while (await enterSome());
}

function isAccepted({ device, seq, digest, acceptance, text }: StoredRecord, serverKey: string): boolean {
  const body = openStatement('acceptance', readStatement('acceptance', acceptance), serverKey)?.body;
  const named = body?.device === device && body.seq === String(seq) && body.digest === digest;
  return named && sha256(`keqin/signed-record/v1\n${text}`) === digest;
}
