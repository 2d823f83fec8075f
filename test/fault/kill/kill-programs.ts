import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../helpers/wait-for.ts';
import { Seeded } from '../seeded.ts';
import { KilledClassroom } from './killed-classroom.ts';
import type { Program } from './program.ts';
import { addTwoLogsFaults, type TwoLogs, TwoLogsCheck, type TwoLogsFaults } from './two-logs.ts';

/** How many kills fell where; one kill may fall into several. */
interface KillPlaces {
  /** A program that was killed had not answered yet. */
  readonly inStart: number;
  /** A sign-in was under way. */
  readonly inAppend: number;
  /** The kiosk had records without a receipt. */
  readonly unsent: number;
  /** The server had records that it had not verified. */
  readonly unverified: number;
}

export interface ProgramKillsResult {
  /** Over all looks: one that stays counts at each. */
  readonly faults: TwoLogsFaults;
  readonly places: KillPlaces;
  readonly records: number;
  readonly confirmed: number;
  readonly findings: number;
  /** Records that the server never came to have, or to have verified, once it was left alone. */
  readonly leftOver: number;
}

const mostLifeMs = 1_500;

/**
 * Kills the kiosk, the server, or both at seeded moments, `kills` times, while an admin signs in at the kiosk without
 * pause. Compares their logs after each kill, before anything is started again, and once more, from
 * the beginning, when everything is sent.
 */
export async function killPrograms(kills: number, seed: number): Promise<ProgramKillsResult> {
  const seeded = new Seeded(seed);
  const classroom = new KilledClassroom();
  const check = new TwoLogsCheck(classroom.databases);
  let faults: TwoLogsFaults = { lost: 0, doubled: 0, chainBroken: 0, corrupt: 0 };
  let places: KillPlaces = { inStart: 0, inAppend: 0, unsent: 0, unverified: 0 };
  try {
    await classroom.open();
    const { kiosk, server, admin } = classroom;
    for (let kill = 1; kill <= kills; kill += 1) {
      const victims = seeded.pick([[kiosk], [server], [kiosk, server]]);
      const life = await oneLife(classroom, victims, seeded);
      const logs = check.look(admin.signIns);
      for (const victim of victims) victim.start();
      say(logs, `kill ${kill} of seed ${seed} (${victims.map(({ name }) => name).join(', ')})`);
      faults = addTwoLogsFaults(faults, logs.faults);
      places = addPlaces(places, life, logs);
    }
    const end = await drained(classroom, check);
    say(end, `the end of seed ${seed}`);
    return {
      faults: addTwoLogsFaults(faults, end.faults),
      places,
      records: end.records,
      confirmed: admin.signIns.confirmed,
      findings: end.findings.length,
      leftOver: end.records - end.acknowledged + end.waiting,
    };
  } finally {
    await classroom.close();
  }
}

type Life = Pick<KillPlaces, 'inStart' | 'inAppend'>;

/** Three lives in four begin when both programs answer; the fourth ends in the start of one, if one starts. */
export async function oneLife(
  { kiosk, server, admin }: KilledClassroom,
  victims: readonly Program[],
  seeded: Seeded,
): Promise<Life> {
  const inStart = seeded.below(4) === 0;
  const mostMs = inStart ? Math.max(...victims.map(({ startMs }) => startMs)) : mostLifeMs;
  const ms = seeded.next() * mostMs;
  if (!inStart) await Promise.all([kiosk.ready(), server.ready()]);
  const unansweredBefore = admin.signIns.unanswered;
  let starting = 0;
  await admin.signInUntil(
    sleep(ms).then(() => {
      starting = victims.filter(({ isStarting }) => isStarting).length;
      return Promise.all(victims.map((victim) => victim.kill()));
    }),
  );
  return {
    inStart: Math.min(1, starting),
    inAppend: Math.min(1, admin.signIns.unanswered - unansweredBefore),
  };
}

function addPlaces(places: KillPlaces, life: Life, { records, acknowledged, waiting }: TwoLogs): KillPlaces {
  return {
    inStart: places.inStart + life.inStart,
    inAppend: places.inAppend + life.inAppend,
    unsent: places.unsent + Number(acknowledged < records),
    unverified: places.unverified + Number(waiting > 0),
  };
}

/** Left alone, both come to rest: everything sent, everything verified. Says what is, if that never comes. */
async function drained(
  { kiosk, server, admin, databases }: KilledClassroom,
  check: TwoLogsCheck,
): Promise<TwoLogs> {
  await Promise.all([kiosk.ready(), server.ready()]);
  const isAtRest = ({ records, acknowledged, waiting }: TwoLogs) => records === acknowledged && waiting === 0;
  const look = async () => isAtRest(check.look(admin.signIns)) || undefined;
  await waitFor('rest', 90_000, look).catch(() => undefined);
  const end = new TwoLogsCheck(databases).look(admin.signIns);
  for (const finding of end.findings) console.log(`the server found: ${finding}`);
  return end;
}

function say({ faults }: TwoLogs, after: string): void {
  if (Object.values(faults).some((count) => count > 0)) console.log(after, JSON.stringify(faults));
}
