import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkFfmpeg } from '../../device-drivers/camera/check-ffmpeg.ts';
import { Ef01Reader } from '../../device-drivers/fingerprint/ef01/ef01-reader.ts';
import type { SimulatedSensor } from '../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import { createFaceAnalyser } from '../../models/face/create-analyser.ts';
import { createLog, type Logger } from '../../sync/base/log.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { ServerLink } from '../../sync/transport/server-link.ts';
import { KioskApp } from '../app.ts';
import { openStore } from '../open-store.ts';
import { beganBeforeMs, layFiling } from './class-filing.ts';
import { DemoBureau } from './demo-bureau.ts';
import { enrolFromFilm } from './enrol-from-film.ts';
import { cutFilm } from './films.ts';
import type { LauncherLink, ServerHandover } from './launcher-link.ts';
import { enrolFingers, playPast } from './past.ts';
import { demoPeople } from './people.ts';
import { openDemoSensor } from './sensor.ts';
import type { DemoSettings } from './settings.ts';

/** What the demo knows of its classroom beyond what a kiosk knows. */
export interface Classroom {
  readonly class: string;
  readonly pin: string;
  /** Until when a session is under way; the launcher makes a new classroom after that. Epoch ms. */
  readonly until: number;
  /** Trainees who come to the camera: first in the film, second in the film. */
  readonly byFace: readonly [string, string];
  /** Finger of each person, by person id. */
  readonly fingers: Readonly<Record<string, string>>;
}

const steps = 6;
const pollMs = 15;
const noDelays = { imageMs: 0, extractMs: 0, searchMs: 0, storeMs: 0 };
/** The name under which the simulated sensor's templates are kept. */
export const simulatedReader = 'simulated';
const weekMs = 7 * 24 * 3_600_000;

/** Makes the classroom at the first start, by the kiosk's own code under a simulated clock; later starts find it. */
export async function prepareClassroom(
  settings: DemoSettings,
  server: ServerHandover,
  launcher: LauncherLink,
): Promise<Classroom> {
  const file = join(settings.dataDir, 'classroom.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Classroom;
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const classroom = await makeClassroom(settings, server, launcher);
  writeFileSync(file, JSON.stringify(classroom), { mode: 0o600 });
  return classroom;
}

async function makeClassroom(
  settings: DemoSettings,
  server: ServerHandover,
  launcher: LauncherLink,
): Promise<Classroom> {
  await checkFfmpeg();
  launcher.progress(1, steps, '剪辑演示影片 cutting the demo films');
  const films = [
    await cutFilm('enrolFirst', settings.filmsDir),
    await cutFilm('enrolSecond', settings.filmsDir),
  ] as const;
  await Promise.all([cutFilm('door', settings.filmsDir), cutFilm('room', settings.filmsDir)]);

  launcher.progress(2, steps, '开班备案 filing the class');
  const now = Date.now() + 15_000;
  const clock = new SimulatedClock(now - weekMs);
  await launcher.setServerClock(clock.now());
  const sensor = openDemoSensor(sensorFile(settings), { delays: noDelays });
  const { app, close } = await openPastKiosk(settings, server, clock, sensor);
  const filing = layFiling(now, app.parts.log.identity.device);
  await (await DemoBureau.signIn(server)).fileClass(filing);
  await app.start();
  const plan = await firstPlan(app);
  const classroom = describe(plan);

  launcher.progress(3, steps, '人脸登记（影片） enrolling faces from film');
  const analyser = await createFaceAnalyser({ modelsDir: settings.modelsDir });
  for (const [index, person] of classroom.byFace.entries()) {
    await enrolFromFilm(app, analyser, films[index] as string, { class: plan.class, person });
  }
  await analyser.close();

  launcher.progress(4, steps, '指纹登记 enrolling fingers');
  const past = { app, clock, sensor, launcher, fingerOf: fingerOf(classroom), pollMs };
  await enrolFingers(
    plan.people.map((person) => person.id),
    past,
  );

  launcher.progress(5, steps, '重放前几天的考勤 playing the days before');
  await playPast(plan, now - beganBeforeMs, past);

  launcher.progress(6, steps, '上传并核验 sending it to the review server');
  while (app.sync.recordsWaiting > 0) await pause(50);
  // A session of a week ago is over.
  await (await DemoBureau.signIn(server)).acceptEnrolments(plan.class);
  await close();
  await launcher.setServerClock(null);
  return classroom;
}

/** The kiosk of the days before: no camera yet, and time that goes where it is told. */
async function openPastKiosk(
  settings: DemoSettings,
  server: ServerHandover,
  clock: SimulatedClock,
  sensor: SimulatedSensor,
) {
  const { dataDir } = settings;
  const logger: Logger = createLog('kiosk', 'warn');
  const store = await openStore(dataDir, clock);
  const { db, log, signer, ballast } = store;
  const reader = new Ef01Reader({ openPort: sensor.openPort, clock, log: logger, pollMs, quietMs: 0 });
  const app = new KioskApp({
    ...{ clock, logger, db, log, dataDir, reader },
    ...demoConstants(server),
    cameras: {},
    link: new ServerLink({ baseUrl: server.url, signer, clock }),
    ...{ signer, ballast },
    readerName: simulatedReader,
    adminPin: '',
    contactEveryMs: 200,
  });
  const close = async () => {
    await app.close();
    await store.close();
  };
  return { app, close };
}

/** What does not differ between the days before and now. */
export function demoConstants(server: ServerHandover) {
  return {
    deviceName: '一号教室考勤机（演示）',
    deviceCode: server.handover.deviceCode,
    assessment: '演示-PIA-2026-001',
    demo: true,
    scrubEveryMs: 60_000,
  };
}

export function sensorFile(settings: DemoSettings): string {
  return join(settings.dataDir, 'simulated-sensor.json');
}

/** Which finger the simulated sensor shall feel when this person comes. */
export function fingerOf(classroom: Classroom): (person: string) => string {
  return (person) => classroom.fingers[person] ?? 'finger-of-a-stranger';
}

async function firstPlan(app: KioskApp): Promise<ClassPlan> {
  for (;;) {
    const plan = app.plans.all()[0];
    if (plan) return plan;
    await pause(50);
  }
}

function describe(plan: ClassPlan): Classroom {
  const fingers = Object.fromEntries(
    plan.people.map((person) => [person.id, demoPeople.find((p) => p.name === person.name)?.finger ?? '']),
  );
  const [first, second] = plan.people
    .filter((person) => person.role === 'trainee')
    .map((person) => person.id);
  if (!first || !second) throw new Error('the demo class has no two trainees');
  const pin = String(randomInt(100_000, 1_000_000));
  const until = Math.max(...plan.periods.filter((p) => p.session === 'ses_now').map((p) => p.endAt));
  return { class: plan.class, pin, until, byFace: [first, second], fingers };
}
