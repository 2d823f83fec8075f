import { AppError } from '../../sync/base/errors.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { beforeTheFirst } from '../storage/journal-store.ts';
import { readStatement } from '../storage/read-statement.ts';
import type { Stores } from '../storage/stores.ts';

const chunkEntries = 2_000;

/**
 * Reads the journal from its first entry to its head: each names the one before it, so that the signature of the last
 * speaks for all of them. Ten times as fast as the scrub, which says which one is broken. Throws `conflict`: an entry
 * that was taken out, or filed under another class or action, is a refusal that nobody hears.
 */
export async function demandWholeJournal({ journal }: Stores, serverPublicKey: string): Promise<void> {
  let seq = 0;
  let prev = beforeTheFirst;
  let last: string | undefined;
  for (;;) {
    const rows = await journal.rows(seq, chunkEntries);
    for (const row of rows) {
      const body = readStatement('journal-entry', row.statement)?.body;
      const fits =
        body?.seq === String(seq + 1) &&
        row.seq === seq + 1 &&
        body.prev === prev &&
        body.action === row.action &&
        body.class === row.class_id;
      const digest = sha256(row.statement);
      if (!fits || digest !== row.digest) throw broken();
      seq = row.seq;
      prev = digest;
      last = row.statement;
    }
    if (rows.length < chunkEntries) break;
  }
  if (last === undefined) return;
  if (!openStatement('journal-entry', readStatement('journal-entry', last), serverPublicKey)) throw broken();
}

function broken(): AppError {
  return new AppError(
    'conflict',
    'The server’s own log was changed in the store: restore it from a backup.',
    {
      zh: '服务器操作日志被改动或缺失，请先从备份恢复。',
    },
  );
}
