import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../../helpers/wait-for.ts';
import { Seeded } from '../seeded.ts';
import { KilledClassroom } from './killed-classroom.ts';
import { compareLogs, type TwoLogs, type TwoLogsFaults } from './two-logs.ts';

export interface ProgramKillsResult extends TwoLogsFaults {
  readonly records: number;
  readonly confirmed: number;
  readonly findings: number;
  /** Records that the server never came to have, or to have verified, once it was left alone. */
  readonly leftOver: number;
}

const mostLifeMs = 1_500;
/** What a start takes, about: one kill in four falls into it. */
const startMs = 1_500;

/**
 * Kills the kiosk, the server, or both at seeded moments, `kills` times, while a person signs in at the kiosk without
 * pause; compares their logs after each kill, and once more when all is sent.
 */
export async function killPrograms(kills: number, seed: number): Promise<ProgramKillsResult> {
  const seeded = new Seeded(seed);
  const classroom = new KilledClassroom();
  const look = () =>
    compareLogs({ kiosk: classroom.kioskDatabase, server: classroom.serverDatabase }, classroom);
  try {
    await classroom.open();
    for (let kill = 1; kill <= kills; kill += 1) {
      const victims = seeded.pick(['kiosk', 'server', 'both'] as const);
      await oneLife(classroom, victims, seeded);
      say(look(), `kill ${kill} of seed ${seed} (${victims})`);
    }
    const end = await drained(classroom, look);
    const { confirmed } = classroom;
    const leftOver = end.records - end.acknowledged + end.waiting;
    return { ...end.faults, records: end.records, confirmed, findings: end.findings.length, leftOver };
  } finally {
    await classroom.close();
  }
}

/** Three lives in four begin when both programs answer; the fourth ends in the start of one. */
async function oneLife(
  classroom: KilledClassroom,
  victims: 'kiosk' | 'server' | 'both',
  seeded: Seeded,
): Promise<void> {
  const { kiosk, server } = classroom;
  const programs = { kiosk: [kiosk], server: [server], both: [kiosk, server] }[victims];
  const inStart = seeded.below(4) === 0;
  const ms = seeded.next() * (inStart ? startMs : mostLifeMs);
  if (!inStart) await Promise.all([kiosk.ready(), server.ready()]);
  const killed = sleep(ms).then(() => Promise.all(programs.map((program) => program.kill())));
  await classroom.signInUntil(killed);
  await killed;
  for (const program of programs) program.start();
}

/** Left alone, both come to rest: everything sent, everything verified. Says what is, if that never comes. */
async function drained(classroom: KilledClassroom, look: () => TwoLogs): Promise<TwoLogs> {
  await Promise.all([classroom.kiosk.ready(), classroom.server.ready()]);
  const isAtRest = ({ records, acknowledged, waiting }: TwoLogs) => records === acknowledged && waiting === 0;
  await waitFor('rest', 90_000, async () => isAtRest(look()) || undefined).catch(() => undefined);
  const end = look();
  for (const finding of end.findings) console.log(`the server found: ${finding}`);
  return end;
}

function say({ faults }: TwoLogs, after: string): void {
  if (Object.values(faults).some((count) => count > 0)) console.log(after, JSON.stringify(faults));
}
