import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { creditOfClass } from '../../server/credit/credit-of-class.ts';
import { gatherFacts } from '../../server/credit/gather-facts.ts';
import { workerVerifier } from '../../server/verify/record-verifier.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import type { CreditGrid } from '../../sync/contract/credit-review.ts';
import { startTestServer, type TestServer } from '../helpers/test-server.ts';
import { type Bench, percentile } from './bench.ts';
import { firstDay } from './city/city-class.ts';
import { makeCity } from './city/make-city.ts';
import { acceptEnrolments, enterFilm } from './city/settle-city.ts';

const walls = 20;
/** Two hundred kiosks have two hundred disks, not ours: all lies in memory where there is room, for reading is measured. */
const inMemory = '/dev/shm';

/**
 * A city of 200 classes × 40 trainees × 100 periods on SQLite, played by the kiosks' own record writers under a
 * simulated clock. Then, as the server answers a reviewer: how fast credit is judged anew, and how long a class's credit
 * grid and its attendance grid take, and the wall in the middle of a lesson of all classes. `--classes N`, `--trainees N`, `--periods N`.
 */
export const bench: Bench = async (options) => {
  const given = (flag: string, usual: number) => Number(options[options.indexOf(flag) + 1]) || usual;
  const size = {
    classes: given('--classes', 200),
    trainees: given('--trainees', 40),
    periods: given('--periods', 100),
  };
  const dir = mkdtempSync(join(existsSync(inMemory) ? inMemory : tmpdir(), 'keqin-city-'));
  const clock = new SimulatedClock(Date.parse(`${firstDay}T08:00:00+08:00`));
  const server = await startTestServer({ clock, dir, verifier: workerVerifier() });
  try {
    const url = await server.fastify.listen({ port: 0, host: '127.0.0.1' });
    const wall: number[] = [];
    const duringLesson = async () => {
      for (let look = 0; look < walls; look += 1) wall.push(await answerMs(server, '/api/v1/classes'));
    };
    const ids = await makeCity({ server, url, clock, dir, duringLesson }, size);
    await enterFilm(server);
    await acceptEnrolments(server, ids);
    return await measure(server, ids, wall);
  } finally {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  }
};

async function measure(server: TestServer, ids: readonly string[], wall: readonly number[]) {
  const judged = await judgeAll(server, ids);
  const credit: number[] = [];
  const attendance: number[] = [];
  for (const id of ids) {
    credit.push(await answerMs(server, `/api/v1/classes/${id}/credit`));
    attendance.push(await answerMs(server, `/api/v1/classes/${id}/attendance`));
  }
  const figures = {
    ...judged,
    creditGridP95Ms: tenths(percentile(credit, 0.95)),
    attendanceGridP95Ms: tenths(percentile(attendance, 0.95)),
    wallP95Ms: tenths(percentile(wall, 0.95)),
  };
  const targets = { microsecondsACredit: 50, creditGridP95Ms: 200, attendanceGridP95Ms: 200, wallP95Ms: 300 };
  return { figures, targets };
}

/** Every credit of the city, from facts that were read before. */
async function judgeAll({ context, asReviewer }: TestServer, ids: readonly string[]) {
  const [first = ''] = ids;
  const { rows } = (await asReviewer({ url: `/api/v1/classes/${first}/credit` })).json<CreditGrid>();
  const counted = rows.reduce((sum, { totals }) => sum + totals.counted, 0);
  let [credits, ms] = [0, 0];
  for (const id of ids) {
    const facts = await gatherFacts(context, id, context.stores);
    const startedAt = performance.now();
    const { people } = creditOfClass(facts);
    ms += performance.now() - startedAt;
    credits += people.reduce((sum, person) => sum + person.credits.length, 0);
  }
  return {
    credits,
    // A city in which nothing counts would be judged faster.
    countedOfFirstClass: counted,
    creditsPerS: Math.round(credits / (ms / 1_000)),
    microsecondsACredit: tenths((ms * 1_000) / credits),
  };
}

async function answerMs({ asReviewer }: TestServer, url: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await asReviewer({ url });
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return performance.now() - startedAt;
}

const tenths = (value: number) => Math.round(value * 10) / 10;
