import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlanStore } from '../../kiosk/plan/plan-store.ts';
import { openDatabase } from '../../kiosk/store/database.ts';
import { LogStore } from '../../kiosk/store/log-store.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { DeviceIdentity } from '../../sync/evidence/chain.ts';
import { memoryKey, type Signer } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { nine, samplePlan } from './sample-plan.ts';

/** A kiosk's database, log and plans in a folder of their own, on a clock that stands still. */
export function kioskStore(options: { dir?: string; clock?: SimulatedClock; signer?: Signer } = {}) {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'keqin-kiosk-'));
  const clock = options.clock ?? new SimulatedClock(nine);
  const signer = options.signer ?? memoryKey('ES256');
  const serverKey = memoryKey('Ed25519');
  const db = openDatabase(join(dir, 'kiosk.db'));
  const { suite, publicKey, keyId } = signer;
  const identity = { device: 'dev_test', suite: suite as DeviceIdentity['suite'], publicKey, keyId };
  const log = new LogStore(db, identity, clock);
  const bootKey = memoryKey('ES256');
  log.begin(bootKey, sealStatement('boot-key', log.bootKeyBody(bootKey), signer));
  const plans = new PlanStore(db, log);
  const adopt = (plan: ClassPlan = samplePlan()) =>
    plans.adopt(sealStatement('plan', plan, serverKey), serverKey.publicKey);
  return { dir, clock, signer, serverKey, db, log, plans, adopt };
}
