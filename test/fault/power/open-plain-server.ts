import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { openSecretBox } from '../../../server/accounts/secret-box.ts';
import { createServerApp } from '../../../server/app.ts';
import { openDatabase } from '../../../server/storage/database.ts';
import { type SegmentFiles, SegmentStore } from '../../../server/storage/segment-store.ts';
import { inlineVerifier } from '../../../server/verify/record-verifier.ts';
import { systemClock } from '../../../sync/base/clock.ts';
import { createLog } from '../../../sync/base/log.ts';
import { openKeyFile } from '../../../sync/evidence/key-file.ts';

/** The control's files: what is synced is not. */
const carelessFiles: SegmentFiles = {
  ...files,
  open: async (...args) => {
    const handle = await files.open(...args);
    handle.sync = async () => {};
    return handle;
  },
};

/**
 * The server on its own files, as `openServer` opens it, but with no threads: they would be started at each cut.
 * `careless`: the control, which syncs neither its database at each commit nor its segments.
 */
export async function openPlainServer(dataDir: string, { careless = false } = {}) {
  const serverKey = openKeyFile(join(dataDir, 'server-key.pem'), 'Ed25519');
  const database = await openDatabase(join(dataDir, 'server.db'));
  if (careless) await sql`PRAGMA synchronous = NORMAL`.execute(database);
  const app = await createServerApp({
    clock: systemClock(),
    log: createLog('server', 'error', { write: (line) => void process.stderr.write(line) }),
    database,
    segmentStore: new SegmentStore(join(dataDir, 'segments'), careless ? carelessFiles : files),
    serverKey,
    uiDir: undefined,
    trustProxy: false,
    secondFactor: 'optional',
    secretBox: openSecretBox(join(dataDir, 'account-secrets.key')),
    verifier: inlineVerifier(),
    verifyEveryMs: 86_400_000,
    thumbnailsDir: join(dataDir, 'thumbnails'),
    filingPhotosDir: join(dataDir, 'filing-photos'),
  });
  await app.start();
  const close = async () => {
    await app.close();
    await database.destroy();
  };
  return { ...app, close };
}
