import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ef01Reader } from '../../device-drivers/fingerprint/ef01/ef01-reader.ts';
import { SimulatedSensor } from '../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import { KioskApp } from '../../kiosk/app.ts';
import { openStore } from '../../kiosk/open-store.ts';
import { diskLimits } from '../../kiosk/store/disk-limits.ts';
import { createLog } from '../../sync/base/log.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import { memoryKey } from '../../sync/evidence/keys.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { ServerLink } from '../../sync/transport/server-link.ts';
import { minute, nine, samplePlan } from '../helpers/sample-plan.ts';
import { FilmCamera } from './film-camera.ts';

const mebibyte = 1024 ** 2;
const segmentMs = 5_000;
const traineesOfClass = 300;

/** The default ballast, on a disk too small for the other defaults. */
const limits = diskLimits({ warnBelowBytes: 40 * mebibyte, videoReserveBytes: 24 * mebibyte });

/** A class too large for any room; two of them have one person for each check-in that the ballast must buy. */
function largePlan(classId: string) {
  const people = Array.from({ length: traineesOfClass }, (_, i) => ({
    id: `per_${i}`,
    role: 'trainee' as const,
    name: `学员${i}`,
    idLast4: '0011',
  }));
  const teacher = { id: 'per_teacher', role: 'teacher' as const, name: '孙老师', idLast4: '0033' };
  const recording = { theory: true, practice: false, localRetentionHours: 1 };
  return samplePlan({ class: classId, people: [...people, teacher], recording });
}

const evidence = {
  kind: 'finger',
  score: 120,
  reader: 'simulated',
  simulated: true,
  decisionMs: 90,
} as const;

/** A whole kiosk in `dir`, at the beginning of a lesson, led by hand: film, people, receipts, time. */
export async function openFullKiosk(dir: string, film: string) {
  const clock = new SimulatedClock(nine);
  const logger = createLog('kiosk', 'silent', { write: () => undefined });
  const spool = join(dir, 'spool');
  mkdirSync(spool);
  const { db, log, signer, ballast, close } = await openStore(dir, clock, { provider: 'file' }, limits);
  const sensor = new SimulatedSensor();
  const camera = new FilmCamera(film, spool);
  const app = new KioskApp({
    ...{ clock, logger, db, log, signer, ballast, limits, dataDir: dir },
    reader: new Ef01Reader({ openPort: sensor.openPort, clock, log: logger }),
    readerName: 'simulated',
    cameras: { room: camera },
    // Nobody listens there: the kiosk is offline all the while.
    link: new ServerLink({ baseUrl: 'http://127.0.0.1:9', signer, clock }),
    deviceName: 'bench kiosk',
    adminPin: '135790',
    assessment: 'PIA-1',
    demo: false,
    scrubEveryMs: 86_400_000,
  });
  const plans = [largePlan('cls_a'), largePlan('cls_b')];
  const serverKey = memoryKey('Ed25519');
  for (const plan of plans) app.plans.adopt(sealStatement('plan', plan, serverKey), serverKey.publicKey);
  await app.start();
  const identities = plans.flatMap((plan) =>
    plan.people.filter(({ role }) => role === 'trainee').map(({ id }) => ({ class: plan.class, person: id })),
  );
  let saved = 0;

  const count = (reason: string): boolean => {
    if (reason === 'not-saved') return false;
    saved += 1;
    return true;
  };

  const filmNext = async () => {
    const from = clock.now();
    clock.advanceTo(from + segmentMs);
    app.recorder?.tick();
    camera.give(from, from + segmentMs);
    await app.recorder?.settled();
  };

  return {
    app,
    ballast,
    /** Check-ins that were acknowledged. */
    get saved() {
      return saved;
    },
    film: filmNext,
    /** A finger that nobody knows: refused, and written down. False when it could not be written down. */
    strangerComes: () => count(app.desk.attempt(undefined, evidence).reason),
    /** Everybody checks in; gives the number that was accepted. */
    traineesCome: () =>
      identities.filter((identity) => {
        const { kind, reason } = app.desk.attempt(identity, evidence);
        return count(reason) && kind === 'accepted';
      }).length,
    /** The server has taken all video but the last segment. */
    receiptsArrive: () => {
      for (const sha256 of app.segments.onDisk().slice(0, -1))
        app.segments.settle(sha256, 'received', 'receipt', clock.now());
    },
    /** An hour later the received video may go: true when video goes on, the ballast is back, and no more is lost. */
    retentionPasses: async () => {
      const [kept] = app.segments.onDisk().slice(-1);
      clock.advanceTo(clock.now() + 61 * minute);
      await app.recorder?.makeRoom();
      await filmNext();
      await filmNext();
      await app.disk.check();
      const onDisk = app.segments.onDisk();
      return onDisk.length === 3 && onDisk.includes(kept ?? '') && ballast.held && app.disk.room !== 'full';
    },
    close: async () => {
      await app.close();
      await close();
    },
  };
}

export type FullKiosk = Awaited<ReturnType<typeof openFullKiosk>>;
