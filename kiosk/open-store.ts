import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../sync/base/clock.ts';
import { deviceIdOf, openKeyFile } from '../sync/evidence/keys.ts';
import { openDatabase } from './store/database.ts';
import { LogStore } from './store/log-store.ts';

/** Opens what a kiosk keeps in its data folder: the device key, the database, and the log in it. */
export function openStore(dataDir: string, clock: Clock) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const signer = openKeyFile(join(dataDir, 'device.key'), 'ES256');
  const db = openDatabase(join(dataDir, 'kiosk.db'));
  const log = new LogStore(db, deviceIdOf(signer.publicKey), signer, clock);
  return { db, log, signer };
}
