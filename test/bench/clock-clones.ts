import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import type { SignedRecord } from '../../sync/contract/records.ts';
import { recordDigest } from '../../sync/evidence/record.ts';
import type { Seeded } from '../fault/seeded.ts';
import { startTestServer, type TestServer } from '../helpers/test-server.ts';
import { enterEndlessClass } from './clock-class.ts';
import { SimulatedKiosk } from './clock-simulated-kiosk.ts';

const minute = 60_000;
/** What a clone may be told; a machine put back with its clocks asks as from a time that is over. */
const refusals = ['device-cloned', 'device_cloned', 'stale_nonce'];

export interface CloneCounts {
  readonly clonesPlayed: number;
  /** The server never said that there are two logs. */
  readonly clonesMissed: number;
  /** Records of a second history that were accepted. */
  readonly acceptedOfClones: number;
  /** The control: records of the first histories that were. */
  readonly acceptedOfFirst: number;
}

/** Snapshot, go on, restore, and write it all anew: `count` times, each with a kiosk and a server of its own. */
export async function playClones(count: number, seeded: Seeded): Promise<CloneCounts> {
  const counts = { clonesPlayed: count, clonesMissed: 0, acceptedOfClones: 0, acceptedOfFirst: 0 };
  for (let i = 0; i < count; i += 1) {
    const server = await startTestServer();
    const { first, second, noticed, way } = await playClone(server, seeded);
    const accepted = acceptedIn(join(server.dir, 'server.db'));
    await server.close();
    const acceptedOf = (records: readonly SignedRecord[]) =>
      records.filter((record) => accepted.has(recordDigest(record))).length;
    if (!noticed || acceptedOf(second) > 0) console.log(`clone ${i}: ${acceptedOf(second)} accepted; ${way}`);
    counts.clonesMissed += Number(!noticed);
    counts.acceptedOfClones += acceptedOf(second);
    counts.acceptedOfFirst += acceptedOf(first);
  }
  return counts;
}

interface Played {
  readonly first: readonly SignedRecord[];
  readonly second: readonly SignedRecord[];
  readonly noticed: boolean;
  /** How it was played, for a person. */
  readonly way: string;
}

async function playClone(server: TestServer, seeded: Seeded): Promise<Played> {
  const clock = new SimulatedClock(server.clock.now());
  const kiosk = await SimulatedKiosk.enrol(server, clock);
  const plan = await enterEndlessClass(server.context, kiosk.identity.device, server.clock.now());
  const pass = (ms: number) => {
    for (const one of new Set([server.clock, kiosk.clock])) one.advance(ms);
  };
  const checkIns = (who: SimulatedKiosk, number: number) =>
    Array.from({ length: number }, () => {
      server.clock.advance(minute);
      who.clock.advance(minute);
      return who.checkIn(plan);
    });

  kiosk.start();
  await kiosk.contact();
  checkIns(kiosk, seeded.below(4));
  if (seeded.below(2) === 0) await kiosk.send();
  const snapshot = { length: kiosk.records.length, receipt: kiosk.receipt };
  const machine = copyOf(clock);

  const first = checkIns(kiosk, 2 + seeded.below(5));
  const told = seeded.pick(['sent', 'contacted', 'both'] as const);
  if (told !== 'sent') await kiosk.contact({ answerLost: seeded.below(2) === 0 });
  if (told !== 'contacted') await kiosk.send();
  pass(seeded.below(30) * minute);

  // Either the disk alone is put back, or a whole machine with its clocks.
  const twin = kiosk.restored(snapshot.length, snapshot.receipt, seeded.below(2) ? machine : clock);
  const second = [twin.start(), ...checkIns(twin, 1 + seeded.below(8))];
  const answers: string[] = [];
  const contactFirst = seeded.below(2) === 0;
  if (contactFirst) answers.push(await twin.contact());
  answers.push(await twin.send());
  answers.push(await twin.contact());
  await server.context.acceptor.settled();
  const noticed = answers.some((answer) => refusals.includes(answer));
  const way = `the first ${first.length} ${told}, the second ${second.length}: ${answers.join(', ')}`;
  return { first, second, noticed, way };
}

/** A machine's clocks as they are now, to be put back with it. */
function copyOf(clock: SimulatedClock): SimulatedClock {
  const copy = new SimulatedClock(clock.now() - (clock.uptime() - 1_000), clock.boot);
  copy.advance(clock.uptime() - 1_000);
  return copy;
}

function acceptedIn(serverDb: string): ReadonlySet<string> {
  const db = new Database(serverDb, { readonly: true });
  const digests = db.prepare<[], string>(`SELECT digest FROM records WHERE state = 'verified'`).pluck().all();
  db.close();
  return new Set(digests);
}
