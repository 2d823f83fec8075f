import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { RecordData } from '../../../sync/contract/records.ts';
import type { Replay } from '../../../sync/contract/replay.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

const second = 1_000;
const minute = 60 * second;
const nine = testStart + 60 * minute;
const ofLesson = { lesson: 'les_1', session: 'ses_am', camera: 'room' } as const;

let server: TestServer;
let kiosk: FakeKiosk;
let plan: ClassPlan;
let films = 0;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  plan = await server.plan((await server.file(sampleFiling([kiosk.device]))).class);
  server.clock.advanceTo(nine - minute);
  await kiosk.contact();
});
afterEach(() => server.close());

/** Ten-second segments from one second of the first period to another; each comes to the server. */
async function film(fromSec: number, toSec: number, change: Partial<RecordData<'segment'>> = {}) {
  const files: Buffer[] = [];
  for (let at = fromSec; at < toSec; at += 10) {
    const bytes = Buffer.from(`ftyp film ${films++}`);
    const times = { startAt: nine + at * second, endAt: nine + Math.min(toSec, at + 10) * second };
    server.clock.advanceTo(Math.max(server.clock.now(), times.endAt));
    kiosk.announce(bytes, { ...ofLesson, ...times, ...change }, plan.class);
    files.push(bytes);
  }
  await kiosk.send(kiosk.records.splice(0));
  for (const bytes of files) await kiosk.upload(bytes);
}
const gap = (fromSec: number, toSec: number, cause: RecordData<'gap'>['cause']) => {
  const times = { startAt: nine + fromSec * second, endAt: nine + toSec * second };
  kiosk.append('gap', { ...ofLesson, ...times, cause }, { class: plan.class });
};
const send = () => kiosk.send(kiosk.records.splice(0));
/** What is missing of the first two minutes: `[from, to, cause]` in seconds. */
async function missing(): Promise<unknown[]> {
  server.clock.advanceTo(nine + 3 * 60 * minute);
  const url = `/api/v1/classes/${plan.class}/sessions/ses_am/replay`;
  const { gaps } = (await server.asReviewer({ url })).json<Replay>();
  const within = gaps.filter(({ startAt }) => startAt < nine + 120 * second);
  const sec = (at: number) => Math.min(120, (at - nine) / second);
  return within.map(({ startAt, endAt, cause }) => [sec(startAt), sec(endAt), cause]);
}
const codes = async () => (await server.findings()).map(({ code }) => code);

describe('a lesson is no more whole than its film', () => {
  test('a gap that the kiosk makes small, or turns round, hides nothing of the hole', async () => {
    await film(0, 30);
    await film(60, 120);
    gap(30, 35, 'stalled');
    gap(58, 40, 'camera-lost');
    await send();
    expect(await missing()).toEqual([
      [30, 35, 'stalled'],
      [35, 60, 'unexplained'],
    ]);
  });

  test('a kiosk that never writes of gaps is not believed for it', async () => {
    await film(0, 50);
    expect(await missing()).toEqual([[50, 120, 'unexplained']]);
  });

  test('a pause, whatever its reason, is time without film', async () => {
    await film(0, 40);
    const pause = (event: 'paused' | 'resumed', sec: number, reason: string | null) =>
      kiosk.append(
        'pause',
        { lesson: 'les_1', session: 'ses_am', event, at: nine + sec * second, reason },
        { class: plan.class },
      );
    server.clock.advanceTo(nine + 40 * second);
    pause('paused', 40, '消防演练');
    pause('resumed', 80, null);
    await film(80, 120);
    expect(await missing()).toEqual([[40, 80, 'unexplained']]);
  });

  test('film of another session or camera, a sliver and a double do not fill it', async () => {
    await film(0, 40);
    await film(40, 60, { session: 'ses_pm' });
    await film(60, 80, { camera: 'door' });
    await film(80, 81, { startAt: nine, endAt: nine + 5 * second });
    await film(81, 82, { startAt: nine + 90 * second, endAt: nine + 90 * second + 1 });
    expect(await codes()).toEqual(['segment-doubled']);
    expect(await missing()).toEqual([
      [40, 90, 'unexplained'],
      [90.001, 120, 'unexplained'],
    ]);
  });

  test('film that is announced and never comes is not there', async () => {
    await film(0, 100);
    kiosk.announce(
      Buffer.from('ftyp never sent'),
      { ...ofLesson, startAt: nine + 100 * second, endAt: nine + 110 * second },
      plan.class,
    );
    await send();
    expect(await missing()).toEqual([
      [100, 110, 'not-uploaded'],
      [110, 120, 'unexplained'],
    ]);
  });
});
