import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../sync/base/clock.ts';
import { AppError } from '../sync/base/errors.ts';
import type { DeviceSuite } from '../sync/contract/primitives.ts';
import type { Statement } from '../sync/contract/statements.ts';
import { canonicalJson } from '../sync/evidence/canonical-json.ts';
import type { DeviceIdentity } from '../sync/evidence/chain.ts';
import { deviceIdOf, keyIdOf, memoryKey } from '../sync/evidence/keys.ts';
import { type SlowSigner, sealSlowly } from '../sync/evidence/statement.ts';
import { receiptId } from '../sync/evidence/time.ts';
import { type DeviceKeyConfig, openDeviceKey } from './keys/device-key.ts';
import { settleRotation } from './keys/key-files.ts';
import { KeyRing } from './keys/key-ring.ts';
import { Ballast } from './store/ballast.ts';
import { type Db, openDatabase } from './store/database.ts';
import { type DiskLimits, diskLimits } from './store/disk-limits.ts';
import { LogStore, newestRotationIn } from './store/log-store.ts';
import { SettingsStore } from './store/settings-store.ts';

/** Opens what a kiosk keeps in its data folder: the device key, the database, and the log in it, begun. */
export async function openStore(
  dataDir: string,
  clock: Clock,
  keyConfig: DeviceKeyConfig = { provider: 'file' },
  limits: DiskLimits = diskLimits(),
) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const ballast = new Ballast(dataDir, limits.ballastBytes);
  // A disk without a byte left must not keep the kiosk from starting.
  const db = ballast.write(() => openDatabase(join(dataDir, 'kiosk.db')));
  const settings = new SettingsStore(db);
  const deviceKey = await openLogKey(dataDir, db, settings, keyConfig);
  const log = new LogStore(db, identityOf(settings, deviceKey), clock, ballast.write);
  log.anchor = anchorOf(settings);
  const bootKey = memoryKey(deviceKey.suite);
  log.begin(bootKey, await sealSlowly('boot-key', log.bootKeyBody(bootKey), deviceKey));
  const acknowledgedSeq = () => Number(settings.get('acknowledged-seq') ?? '0');
  const keys = new KeyRing({ dataDir, config: keyConfig, log, current: deviceKey, acknowledgedSeq });
  const close = async () => {
    await keys.close();
    db.close();
  };
  return { db, log, settings, ballast, keys, signer: () => keys.forServer(), close };
}

/** The key that the log names last; a rotation that was cut short is finished, or given up, first. */
async function openLogKey(dataDir: string, db: Db, settings: SettingsStore, config: DeviceKeyConfig) {
  const rotation = newestRotationIn(db);
  await settleRotation(dataDir, config, (keyId) => keyId === rotation?.keyId);
  const key = await openDeviceKey(dataDir, config);
  const first = settings.get('identity');
  const expected = rotation?.keyId ?? (first && (JSON.parse(first) as DeviceIdentity).keyId);
  if (expected === undefined || expected === key.keyId) return key;
  await key.close();
  throw new AppError('conflict', 'The device key in the data folder is not the one of the log beside it.', {
    zh: '数据文件夹中的设备密钥与日志不符，请恢复原来的密钥文件。',
  });
}

/** A device's id comes from its first key, whatever keys it had since. */
function identityOf(settings: SettingsStore, { suite, publicKey }: SlowSigner): DeviceIdentity {
  const stored = settings.get('identity');
  if (stored !== undefined) return JSON.parse(stored) as DeviceIdentity;
  const device = deviceIdOf(publicKey);
  const identity = { device, suite: suite as DeviceSuite, publicKey, keyId: keyIdOf(publicKey) };
  settings.set('identity', canonicalJson(identity));
  return identity;
}

function anchorOf(settings: SettingsStore): string | null {
  const stored = settings.get('time-receipt');
  return stored === undefined ? null : receiptId((JSON.parse(stored) as Statement<'time-receipt'>).body);
}
