import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inlineVerifier, workerVerifier } from '../../../server/verify/record-verifier.ts';
import type { Chunk } from '../../../server/verify/verify-chunk.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { FindingList } from '../../../sync/contract/findings.ts';
import type { AttendancePage } from '../../../sync/contract/pull.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { emptyLog } from '../../../sync/evidence/chain.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInData, checkInOf, LogWriter } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
});
afterEach(() => {
  vi.restoreAllMocks();
  return server.close();
});

const checkIn = (id: string, change = {}) =>
  kiosk.append('check-in', checkInOf(plan, { id, ...change }), { class: classId });
const states = async () =>
  (await server.context.stores.records.after(kiosk.device, 0, 1_000)).map(
    ({ state, held_for, leaf_index }) => `${state} ${held_for ?? leaf_index ?? '-'}`,
  );
/** As if the server ended between taking in and judging. */
const stopVerifying = () =>
  void vi.spyOn(server.context.verifier, 'verify').mockRejectedValue(new Error('the thread has ended'));
const pulled = async () => (await server.pull()).json().items.map((item: { id: string }) => item.id);

describe('records that were taken in', () => {
  test('are received and count for nothing until they are verified', async () => {
    stopVerifying();
    kiosk.begin();
    checkIn('chk_1');
    checkIn('chk_2', { person: 'per_ghost' });
    await kiosk.send();
    expect(await states()).toEqual(['received -', 'received -', 'received -']);
    expect([await pulled(), await server.findings()]).toEqual([[], []]);
  });

  test('that an earlier run left are taken up at the next start', async () => {
    stopVerifying();
    kiosk.begin();
    checkIn('chk_1');
    checkIn('chk_2', { person: 'per_ghost' });
    await kiosk.send();
    const { dir, clock, serverKey } = server;
    await server.close(true);
    server = await startTestServer({ dir, clock, serverKey });
    expect(await states()).toEqual(['received -', 'received -', 'received -']);
    await server.start();
    await server.context.acceptor.settled();
    expect(await states()).toEqual(['verified 0', 'verified 1', 'held not-in-plan']);
    expect(await pulled()).toEqual(['chk_1']);
  });

  test('of more than one chunk keep their keys and their order', async () => {
    kiosk.begin();
    for (let i = 0; i < 300; i += 1) {
      checkIn(`chk_${i}`);
      if (i === 249) kiosk.begin();
    }
    await kiosk.send();
    expect(await states()).toEqual(Array.from({ length: 302 }, (_, i) => `verified ${i}`));
    expect((await server.context.stores.merkle.newestCheckpoint())?.size).toBe(302);
  });
});

describe('the signatures of records', () => {
  test('are each looked at: one that does not hold is held, and what follows it is not', async () => {
    kiosk.begin();
    const signed = checkIn('chk_1');
    kiosk.goOnFrom({ ...signed, sig: `${signed.sig.startsWith('A') ? 'B' : 'A'}${signed.sig.slice(1)}` });
    checkIn('chk_2');
    await kiosk.send();
    expect(await states()).toEqual(['verified 0', 'held bad-signature', 'verified 1']);
    expect(await pulled()).toEqual(['chk_2']);
    const after = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
    expect(after.json().findings.map(({ code }: { code: string }) => code)).toEqual(['bad-signature']);
  });

  test('of a boot key that the device did not certify holds nothing of that start', async () => {
    kiosk.begin();
    checkIn('chk_1');
    kiosk.begin(memoryKey('ES256'));
    checkIn('chk_2');
    kiosk.begin();
    checkIn('chk_3');
    await kiosk.send();
    expect(await states()).toEqual([
      ...['verified 0', 'verified 1', 'held bad-signature', 'held bad-signature'],
      ...['verified 2', 'verified 3'],
    ]);
    expect(await pulled()).toEqual(['chk_1', 'chk_3']);
  });
});

describe('a full batch, which others follow', () => {
  test('is not verified before its kiosk has paused; a short one is at once', async () => {
    // The time stands, so that no pause ends by itself.
    const time = vi.spyOn(performance, 'now').mockReturnValue(0);
    const verify = vi.spyOn(server.context.verifier, 'verify');
    const { acceptor } = server.context;
    stopVerifying();
    kiosk.begin();
    checkIn('chk_1');
    await kiosk.send();
    verify.mockClear();
    acceptor.kick(kiosk.device, true);
    for (let i = 0; i < 100; i += 1) await new Promise(setImmediate);
    expect(verify).not.toHaveBeenCalled();
    time.mockReturnValue(1_000);
    await acceptor.settled(kiosk.device);
    expect(verify).toHaveBeenCalledOnce();
    acceptor.kick(kiosk.device);
    await acceptor.settled(kiosk.device);
    expect(verify).toHaveBeenCalledTimes(2);
  });
});

describe('records whose rows were edited', () => {
  const found = async () => {
    const answer = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
    return answer
      .json<FindingList>()
      .findings.map(({ code, subject }) => `${code} ${subject.id}`)
      .filter((one) => one.includes('changed'))
      .sort();
  };
  const judgeAgain = async () => {
    server.context.acceptor.kick(kiosk.device);
    await server.context.acceptor.settled(kiosk.device);
  };

  test('to wait again are not judged again: neither one that was held, nor one that was accepted', async () => {
    kiosk.begin();
    checkIn('chk_1', { person: 'per_ghost' });
    checkIn('chk_2');
    await kiosk.send();
    expect(await states()).toEqual(['verified 0', 'held not-in-plan', 'verified 1']);
    await server.tamper(`update records set state = 'received', held_for = null where seq = 2`);
    await server.tamper(`update records set state = 'received', acceptance = null where seq = 3`);
    await judgeAgain();
    expect(await states()).toEqual(['verified 0', 'received -', 'received 1']);
    checkIn('chk_3');
    await kiosk.send(kiosk.records.slice(3));
    // The control: what follows them is judged.
    expect((await states()).at(-1)).toBe('verified 2');
    expect(await server.context.stores.merkle.size()).toBe(3);
    expect(await pulled()).toEqual(['chk_3']);
    expect(await found()).toEqual(['record-changed 2', 'record-changed 3']);
  });

  test('that leave a hole stop there, which is said once, and go on when it is whole', async () => {
    const { dir, clock, serverKey } = server;
    await server.close(true);
    const logLines: string[] = [];
    server = await startTestServer({ dir, clock, serverKey, logLines });
    kiosk = await FakeKiosk.enrol(server);
    stopVerifying();
    const data = { event: 'signed-in', at: clock.now() } as const;
    for (let i = 0; i < 3; i += 1) kiosk.append('admin', data, { class: null });
    await kiosk.send();
    vi.restoreAllMocks();
    await server.tamper('update records set seq = 20 where seq = 2');
    for (let i = 0; i < 3; i += 1) await judgeAgain();
    expect(await states()).toEqual(['verified 0', 'received -', 'received -']);
    expect(logLines.filter((line) => line.includes('do not follow'))).toHaveLength(1);
    expect(await found()).toContain('record-changed 2');
    await server.tamper('update records set seq = 2 where seq = 20');
    await judgeAgain();
    expect(await states()).toEqual(['verified 0', 'verified 1', 'verified 2']);
    expect(await found()).toEqual([]);
  });

  test('are judged by no key that we did not certify; by the true one they are', async () => {
    kiosk.begin();
    await kiosk.send();
    const { verified } = (await server.context.stores.devices.find(kiosk.device)) ?? {};
    const truth = JSON.stringify({ ...verified, seq: String(verified?.seq) });
    const evil = memoryKey('ES256');
    const key = JSON.stringify({ suite: evil.suite, publicKey: evil.publicKey, keyId: evil.keyId });
    stopVerifying();
    checkIn('chk_1');
    await kiosk.send(kiosk.records.slice(-1));
    vi.restoreAllMocks();
    for (const which of ['deviceKey', 'signingKey']) {
      await server.tamper(`update devices set verified = json_set(?, '$.${which}', json(?))`, truth, key);
      await judgeAgain();
      expect(await states()).toEqual(['verified 0', 'received -']);
      expect(await found()).toEqual([`device-changed ${kiosk.device}`]);
    }
    await server.tamper('update devices set verified = ?', truth);
    await judgeAgain();
    expect(await states()).toEqual(['verified 0', 'verified 1']);
    expect([await found(), await pulled()]).toEqual([[], ['chk_1']]);
  });
});

test('a boot key that signs in two boots is shown with the statement of each, and its check-ins are given out', async () => {
  const bootKey = memoryKey('ES256');
  kiosk.begin(kiosk.signer, bootKey);
  checkIn('chk_1');
  kiosk.boot = 'boot-2';
  kiosk.begin(kiosk.signer, bootKey);
  await kiosk.send();
  await kiosk.contact();
  checkIn('chk_2');
  await kiosk.send(kiosk.records.slice(-1));
  expect(await states()).toEqual(['verified 0', 'verified 1', 'verified 2', 'verified 3']);
  const { items } = (await server.pull()).json<AttendancePage>();
  expect(items.map(({ id, proof }) => [id, proof.bootKey?.body.seq])).toEqual([
    ['chk_1', '1'],
    ['chk_2', '3'],
  ]);
  const after = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
  expect(after.json<FindingList>().findings).toEqual([]);
});

test('a worker thread gives the verdicts that are given in this one', async () => {
  const writer = new LogWriter('dev_test');
  writer.begin();
  for (let i = 0; i < 20; i += 1) {
    const record = writer.append('check-in', checkInData({ id: `chk_${i}` }));
    if (i % 5 === 3) writer.goOnFrom({ ...record, sig: record.sig.slice(1) });
    if (i % 7 === 5) writer.begin(i === 5 ? writer.signer : memoryKey('ES256'));
  }
  const { deviceKey, signingKey } = emptyLog(writer.identity);
  const chunk: Chunk = { keys: { deviceKey, signingKey }, texts: writer.records.map(canonicalJson) };
  const workers = workerVerifier(2);
  try {
    const inline = await inlineVerifier().verify(chunk);
    const [one, other] = await Promise.all([workers.verify(chunk), workers.verify(chunk)]);
    expect([one, other]).toEqual([inline, inline]);
    expect(new Set(inline.faults)).toEqual(new Set([null, 'bad-signature', 'bad-boot-key', 'wrong-key']));
    expect(inline.bootKeys).toHaveLength(2);
  } finally {
    await workers.close();
  }
});
