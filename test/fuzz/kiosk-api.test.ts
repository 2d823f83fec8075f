import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isOf } from '../../sync/base/parse.ts';
import { EnrolmentOrder, PinEntry } from '../../sync/contract/kiosk-admin.ts';
import { seedOf } from '../fault/seeded.ts';
import { minute } from '../helpers/sample-plan.ts';
import { FuzzedKiosk } from './fuzzed-kiosk.ts';
import { expectRows } from './judge-refusal.ts';
import { bodyLike } from './odd-json.ts';
import { headerText, pathPart } from './odd-request.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the kiosk’s API');
const options = { seed, numRuns: runs };
const longestWaitMs = 32 * 60_000;
let fuzzed: FuzzedKiosk;

beforeAll(async () => {
  fuzzed = await FuzzedKiosk.start();
});
afterEach(() => fuzzed.stillServes());
afterAll(() => fuzzed.close());

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What stands in the header in place of the session's cookie; undefined keeps that. */
const otherCookie = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 6 },
  { arbitrary: fc.constantFrom('', 'keqin-admin', 'keqin-admin=', '__proto__=1'), weight: 1 },
  { arbitrary: headerText.map((text) => `keqin-admin=${text}`), weight: 1 },
);

test('orders to a USB disk', async () => {
  const way = fc.constantFrom('export', 'import');
  let [done, refused] = [0, 0];
  let before = filesOn(fuzzed.disk);
  await fc.assert(
    fc.asyncProperty(bodyLike({ disk: 'usb_a' }), way, otherCookie, async (payload, where, cookie) => {
      const status = fuzzed.judge(await fuzzed.post(`usb/${where}`, payload, cookie));
      if (cookie !== undefined && status < 400) throw new Error('no session, and it was done');
      const after = filesOn(fuzzed.disk);
      if (status >= 400 && after !== before) throw new Error('a refusal wrote to the disk');
      before = after;
      if (status < 400) done += 1;
      else refused += 1;
    }),
    options,
  );
  console.log(`${done} exports and imports, ${refused} orders were refused`);
  expect(Math.min(done, refused)).toBeGreaterThan(0);
}, 600_000);

function filesOn(disk: string): string {
  return readdirSync(disk, { recursive: true }).sort().join();
}

test('orders to record', async () => {
  const [start, stop] = [{ action: 'start' }, { action: 'stop', reason: '提前下课' }];
  const body = bodyLike(start, stop, { action: 'pause', reason: '课间' }, { action: 'resume' });
  let [turned, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(body, otherCookie, fc.boolean(), async (payload, cookie, runs) => {
      letRun(runs);
      const status = fuzzed.judge(await fuzzed.post('recording', payload, cookie));
      if (cookie !== undefined && status < 400) throw new Error('no session, and it was done');
      if (status >= 400) refused += 1;
      else if (Object.keys(fuzzed.added()).length > 0) turned += 1;
    }),
    options,
  );
  console.log(`${turned} times the recording was turned, ${refused} orders were refused`);
  expect(Math.min(turned, refused)).toBeGreaterThan(0);
}, 600_000);

/** Whether a recording is under way when the order comes. */
function letRun(isOn: boolean): void {
  const { recorder } = fuzzed.kiosk.app;
  if (Boolean(recorder?.current) === isOn) return;
  if (isOn) recorder?.startByAdmin();
  else recorder?.stopByAdmin('下课');
  fuzzed.added();
}

test('orders to enrol: that somebody consented, or did not, is a record, whatever comes of it', async () => {
  const body = bodyLike({ person: fuzzed.people[0], method: 'finger', consent: false });
  const asked = new Set<string>();
  await fc.assert(
    fc.asyncProperty(body, otherCookie, async (payload, cookie) => {
      const order = parsed(payload);
      const isSound =
        cookie === undefined && isOf(EnrolmentOrder, order) && fuzzed.people.includes(order.person);
      const use = isSound ? `${order.person} ${order.method}` : '';
      const rows = { ...(!asked.has(use) && { consents: 1 }), log: 1 };
      const status = fuzzed.judge(await fuzzed.post('enrolments', payload, cookie), isSound ? rows : {});
      // No finger is pressed here, and no face is shown.
      if (status < 400) throw new Error('somebody was enrolled');
      if (isSound) asked.add(use);
    }),
    options,
  );
  expect(asked.size).toBeGreaterThan(0);
}, 600_000);

test('the class admin’s PIN: every one that is looked at and is wrong is a record, and nothing else is', async () => {
  // Its clock runs far past the lesson.
  const own = await FuzzedKiosk.start();
  let [looked, mustWait] = [0, false];
  await fc.assert(
    fc.asyncProperty(bodyLike({ pin: '000000' }), fc.boolean(), async (payload, patient) => {
      const isLooked = isOf(PinEntry, parsed(payload)) && !mustWait;
      const status = own.judge(await own.post('admin/session', payload), isLooked ? { log: 1 } : {});
      if (status < 400) throw new Error('a wrong PIN opened');
      if (isLooked) looked += 1;
      mustWait ||= status === 429;
      if (patient) own.clock.advance(longestWaitMs);
      if (patient) mustWait = false;
    }),
    options,
  );
  expect(looked).toBeGreaterThan(0);
  own.clock.advance(longestWaitMs);
  await own.signIn();
  await own.close();
}, 600_000);

test('answers to a question', async () => {
  const body = bodyLike({ confirm: false });
  const name = fc.oneof({ arbitrary: fc.constant('asked'), weight: 2 }, { arbitrary: pathPart, weight: 1 });
  let [answered, left] = [0, 0];
  letAllCome();
  await fc.assert(
    fc.asyncProperty(body, name, async (payload, which) => {
      const id = which === 'asked' ? ask() : which;
      const status = fuzzed.judge(await fuzzed.post(`notices/${id}`, payload, ''));
      if (status >= 400) return;
      if (which !== 'asked') throw new Error('nobody asked that');
      const rows = fuzzed.added();
      if (Object.keys(rows).length > 0) expectRows(rows, { check_ins: 1, log: 1 }, 'somebody left');
      answered += 1;
      if (rows.log) left += 1;
    }),
    options,
  );
  console.log(`${answered} answers, of which ${left} said yes`);
  expect(answered).toBeGreaterThan(0);
}, 600_000);

const evidence = { kind: 'finger', score: 90, reader: 'test', simulated: true, decisionMs: 1 } as const;

/** Lets everybody come, and time pass until a finger once more means that its owner would leave. */
function letAllCome(): void {
  const { desk } = fuzzed.kiosk.app;
  for (const person of fuzzed.people) desk.attempt({ class: 'cls_a', person }, evidence);
  fuzzed.clock.advance(11 * minute);
  fuzzed.added();
}

let nextAsked = 0;

/** Gives the id of the question that is open: somebody who is in would leave early. */
function ask(): string {
  const { desk } = fuzzed.kiosk.app;
  if (desk.notice?.kind === 'ask') return desk.notice.id;
  for (; nextAsked < fuzzed.people.length; nextAsked += 1) {
    const person = fuzzed.people[nextAsked] as string;
    const { kind, id } = desk.attempt({ class: 'cls_a', person }, evidence);
    fuzzed.added();
    if (kind === 'ask') return id;
  }
  throw new Error('nobody is left to be asked');
}
