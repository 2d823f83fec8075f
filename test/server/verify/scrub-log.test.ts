import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KnownDevice } from '../../../server/storage/device-store.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { FindingList } from '../../../sync/contract/findings.ts';
import type { LogState } from '../../../sync/evidence/chain.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;
/** The keys that count after the last record. */
let keys: Pick<LogState, 'deviceKey' | 'signingKey'>;

/** Records 1 to 4: a boot, an accepted check-in, one that is held, an accepted one. */
beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
  kiosk.begin();
  checkIn('chk_2');
  checkIn('chk_3', { person: 'per_ghost' });
  checkIn('chk_4');
  await kiosk.send();
  const { deviceKey, signingKey } = (await deviceRow()).verified;
  keys = { deviceKey, signingKey };
});
afterEach(() => server.close());

const deviceRow = async () => (await server.context.stores.devices.find(kiosk.device)) as KnownDevice;
const checkIn = (id: string, change = {}) =>
  kiosk.append('check-in', checkInOf(plan, { id, ...change }), { class: classId });
const revoke = (fromSeq: string) => {
  const url = `/api/v1/devices/${kiosk.device}/revocation`;
  return server.asReviewer({ method: 'POST', url, payload: { fromSeq, reason: 'stolen' } });
};
/** What a pass over the store finds, but for what the intake had said. */
const scrub = async () => {
  const answer = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
  const { findings } = answer.json<FindingList>();
  return findings
    .map(({ code, subject }) => `${code} ${subject.id}`)
    .filter((one) => one.includes('changed'));
};
const states = async () =>
  (await server.context.stores.records.after(kiosk.device, 0, 1_000)).map(({ state }) => state);
const pulled = async () => (await server.pull()).json().items.map((item: { id: string }) => item.id);
const forget = async (seq: number) => {
  for (const table of ['check_ins', 'feed'])
    await server.tamper(`delete from ${table} where record_id = (select id from records where seq = ?)`, seq);
};

test('a whole log has no finding, whatever was held or taken back of it', async () => {
  expect(await scrub()).toEqual([]);
  expect((await revoke('4')).statusCode).toBe(201);
  expect(await states()).toEqual(['verified', 'verified', 'held', 'held']);
  expect(await scrub()).toEqual([]);
});

describe('an accepted record', () => {
  test('that was made a held one is named, for it stands in the server’s log', async () => {
    await forget(2);
    await server.tamper(`update records set state = 'held', held_for = 'not-in-plan', acceptance = null
      where seq = 2`);
    expect(await scrub()).toEqual(['record-changed 2']);
    expect(await states()).toEqual(['verified', 'changed', 'held', 'verified']);
  });

  test('that was made one of a revoked device is named, while no revocation of ours says so', async () => {
    await forget(4);
    await server.tamper(`update records set state = 'held', held_for = 'device-revoked', acceptance = null
      where seq = 4`);
    expect(await scrub()).toEqual(['record-changed 4']);
    await revoke('4');
    expect(await scrub()).toEqual([]);
    expect((await states()).at(-1)).toBe('held');
  });

  test('that was taken out of the server’s log is named', async () => {
    await server.tamper('update records set leaf_index = null where seq = 4');
    expect((await scrub()).sort()).toEqual(['log-changed 2', 'record-changed 4']);
  });

  test('that a revocation had taken back is named when it counts again', async () => {
    const [before] = await server.context.stores.records.acceptedFrom(kiosk.device, 4);
    const row = await server.context.stores.projections.ofRecords([before?.id ?? 0]);
    await revoke('4');
    await server.tamper(
      `update records set state = 'verified', held_for = null, acceptance = ? where seq = 4`,
      before?.acceptance,
    );
    await server.context.stores.projections.add(row);
    expect(await scrub()).toEqual(['record-changed 4']);
    expect(await pulled()).toEqual(['chk_2']);
  });
});

describe('a revocation', () => {
  test.each([
    ['taken away', 'revocation = null'],
    ['not ours', `revocation = replace(revocation, '"sig":"', '"sig":"A')`],
    ['of less', `revocation = replace(revocation, '"fromSeq":"3"', '"fromSeq":"4"')`],
  ])('%s: what it had taken back is named', async (_name, edit) => {
    await revoke('3');
    const { revocation } = await deviceRow();
    await server.tamper(`update devices set ${edit}`);
    expect(await scrub()).toEqual(['record-changed 4']);
    await server.tamper('update devices set revocation = ?', JSON.stringify(revocation));
    expect(await scrub()).toEqual([]);
  });
});

describe('a record that says that nobody judged it', () => {
  test.each([
    ['accepted', 2, `state = 'received', acceptance = null`],
    ['accepted, as if it had just come', 4, `state = 'received', acceptance = null, leaf_index = null`],
    ['held', 3, `state = 'received', held_for = null, received_at = received_at - 1`],
  ])('and was %s is named', async (_name, seq, edit) => {
    await server.tamper(`update records set ${edit} where seq = ${seq}`);
    expect(await scrub()).toContain(`record-changed ${seq}`);
  });

  test('and waits is not named', async () => {
    await server.tamper('update devices set verified = ?', await judgedUpTo(3));
    await server.tamper(`update records set state = 'received', acceptance = null, leaf_index = null
      where seq = 4`);
    await forget(4);
    // The control: it is named by its entry in the server's log alone.
    expect(await scrub()).toEqual(['log-changed 2']);
  });

  test('and stands in the server’s log is named, wherever judging is said to have ended', async () => {
    await server.tamper('update devices set verified = ?', await judgedUpTo(3));
    await server.tamper(`update records set state = 'received', acceptance = null where seq = 4`);
    expect(await scrub()).toEqual(['record-changed 4']);
  });

  test('hides nothing that comes after it', async () => {
    for (let i = 0; i < 250; i += 1)
      kiosk.append('admin', { event: 'signed-in', at: server.clock.now() }, { class: null });
    await kiosk.send(kiosk.records.slice(4));
    await server.tamper(
      `update records set text = replace(text, 'signed-in', 'pin-refused') where seq = 200`,
    );
    await server.tamper(`update records set state = 'received' where seq in (5, 100, 101)`);
    expect((await scrub()).sort()).toEqual([
      'log-changed 198',
      'record-changed 100',
      'record-changed 101',
      'record-changed 200',
      'record-changed 5',
    ]);
  });
});

describe('where the device’s log stands', () => {
  test('set back: the device is named, and no record', async () => {
    await server.tamper('update devices set verified = ?', await judgedUpTo(2));
    expect(await scrub()).toEqual([`device-changed ${kiosk.device}`]);
    await server.tamper('update devices set verified = ?', 'torn');
    expect(await scrub()).toEqual([`device-changed ${kiosk.device}`]);
    await server.tamper('update devices set verified = ?', await judgedUpTo(4));
    expect(await scrub()).toEqual([]);
  });

  test.each(['deviceKey', 'signingKey'])('with another %s: the device is named', async (which) => {
    const { suite, publicKey, keyId } = memoryKey('ES256');
    const key = JSON.stringify({ suite, publicKey, keyId });
    await server.tamper(`update devices set verified = json_set(verified, '$.${which}', json(?))`, key);
    expect(await scrub()).toEqual([`device-changed ${kiosk.device}`]);
  });
});

/** The device's row as if records had been judged up to `seq`. */
async function judgedUpTo(seq: number): Promise<string> {
  const { digest } = (await server.context.stores.records.at(kiosk.device, seq)) ?? {};
  return JSON.stringify({ seq: String(seq), digest, ...keys });
}
