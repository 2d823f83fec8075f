import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAs } from '../../../sync/base/parse.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { DevicePlans, RecordBatchAnswer } from '../../../sync/contract/device-api.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../../sync/evidence/record.ts';
import { openStatement, sealStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf, LogWriter } from '../../helpers/log-writer.ts';
import { idNumbers, sampleFiling } from '../../helpers/sample-filing.ts';
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
afterEach(() => server.close());

const checkIn = (id: string, change = {}) =>
  kiosk.append('check-in', checkInOf(plan, { id, ...change }), { class: classId });
const codes = async () => (await server.findings()).map(({ code, subject }) => [code, subject.id]);
const pulled = async () => (await server.pull()).json().items.map((item: { id: string }) => item.id);

describe('plans', () => {
  test('a kiosk is given the signed plans that list it, and no others', async () => {
    await server.file(sampleFiling(['dev_other']));
    const { plans } = parseAs(DevicePlans, (await kiosk.plans()).json(), 'plans');
    expect(plans.map((plan) => plan.body.class)).toEqual([classId]);
    expect(openStatement('plan', plans[0], server.serverKey.publicKey)).toBeDefined();
    for (const number of Object.values(idNumbers)) expect(JSON.stringify(plans)).not.toContain(number);
  });
});

describe('records', () => {
  test('an honest batch is stored, receipted and pulled', async () => {
    kiosk.begin();
    const record = checkIn('chk_1');
    const answer = parseAs(RecordBatchAnswer, await kiosk.send(), 'answer');
    expect(answer.refused).toBeNull();
    const receipt = openStatement('records-receipt', answer.receipt, server.serverKey.publicKey);
    expect(receipt?.body).toMatchObject({ device: kiosk.device, seq: '2', head: recordDigest(record) });
    expect(await pulled()).toEqual(['chk_1']);
    expect(await server.findings()).toEqual([]);
  });

  test('the same batch again changes nothing and gives the same place', async () => {
    checkIn('chk_1');
    const first = await kiosk.send();
    const again = await kiosk.send();
    expect(again.receipt?.body.seq).toBe(first.receipt?.body.seq);
    expect(await pulled()).toEqual(['chk_1']);
    checkIn('chk_2');
    expect((await kiosk.send()).receipt?.body.seq).toBe('2');
    expect(await pulled()).toEqual(['chk_1', 'chk_2']);
  });

  test('a second record for one number is a cloned device', async () => {
    checkIn('chk_1');
    await kiosk.send();
    const twin = new LogWriter(kiosk.device, kiosk.signer);
    const fork = twin.append('check-in', checkInOf(plan, { id: 'chk_x' }), { class: classId });
    const answer = await kiosk.send([fork]);
    expect(answer.refused).toMatchObject({ seq: '1', code: 'device-cloned' });
    expect(answer.receipt?.body.seq).toBe('1');
    expect(await codes()).toEqual([['device-cloned', '1']]);
    expect(await pulled()).toEqual(['chk_1']);
  });

  test('a record changed after signing, in a batch that the device signed, is held; those around it count', async () => {
    const [first, second] = [checkIn('chk_1'), checkIn('chk_2')];
    const changed = { ...second, body: { ...second.body, data: { ...second.body.data, minutes: 3 } } };
    kiosk.goOnFrom(changed);
    const third = checkIn('chk_3');
    const answer = await kiosk.send([first, changed, third]);
    expect(answer).toMatchObject({ refused: null, receipt: { body: { seq: '3' } } });
    expect(await codes()).toEqual([['bad-signature', '2']]);
    expect(await pulled()).toEqual(['chk_1', 'chk_3']);
  });

  test('a batch whose end the device did not sign is refused whole', async () => {
    const [first, second] = [checkIn('chk_1'), checkIn('chk_2')];
    const changed = { ...second, body: { ...second.body, data: { ...second.body.data, minutes: 3 } } };
    const answer = await kiosk.postJson('records', {
      head: await kiosk.signHead(),
      records: [first, changed],
    });
    expect(answer.json().refused).toMatchObject({ seq: '2', code: 'bad-signature' });
    expect(answer.json().receipt).toBeNull();
    expect(await codes()).toEqual([['bad-signature', '2']]);
    expect(await server.context.stores.records.devices()).toEqual([]);
  });

  test('a batch whose head another key signed is refused whole', async () => {
    const record = checkIn('chk_1');
    const { body } = await kiosk.signHead();
    const head = sealStatement('head', body, memoryKey('ES256'));
    const answer = await kiosk.postJson('records', { head, records: [record] });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'bad_signature']);
    expect(await server.context.stores.records.devices()).toEqual([]);
  });

  test('a hole, and records out of order', async () => {
    const [first, second, third] = [checkIn('chk_1'), checkIn('chk_2'), checkIn('chk_3')];
    expect((await kiosk.send([first, third])).refused).toMatchObject({ seq: '3', code: 'sequence-hole' });
    expect((await kiosk.send([third, second])).refused?.code).toBe('sequence-hole');
    expect((await kiosk.send([second, third])).refused).toBeNull();
    expect(await pulled()).toEqual(['chk_1', 'chk_2', 'chk_3']);
  });

  test('a replaced record before it breaks the chain', async () => {
    const first = checkIn('chk_1');
    const stray = sealRecord({ ...first.body, seq: '2', prev: 'a'.repeat(64) }, kiosk.signer);
    const answer = await kiosk.send([first, stray]);
    expect(answer.refused).toMatchObject({ seq: '2', code: 'broken-chain' });
  });

  test('no receipt before the first record', async () => {
    checkIn('chk_1');
    const second = checkIn('chk_2');
    expect(await kiosk.send([second])).toMatchObject({ receipt: null, refused: { seq: '2' } });
  });

  test.each([
    ['not a record', { nothing: true }],
    ['null', null],
    ['a lone surrogate', { text: '\ud800' }],
    ['data nested 100 deep', { deep: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) }],
  ])('%s is refused by name and what came before it is kept', async (_name, value) => {
    const first = checkIn('chk_1');
    const second = checkIn('chk_2');
    const sent =
      value && !('nothing' in value) ? { ...second, body: { ...second.body, data: value } } : value;
    const answer = await kiosk.send([first, sent as never]);
    expect(answer.refused).toMatchObject({ seq: '2', code: 'malformed-record' });
    expect(await pulled()).toEqual(['chk_1']);
  });

  test('a record of a class that does not list the kiosk is kept and held', async () => {
    const other = await server.file(sampleFiling(['dev_other']));
    kiosk.append('check-in', checkInOf(plan, { id: 'chk_1' }), { class: other.class });
    checkIn('chk_2');
    const answer = await kiosk.send();
    expect(answer).toMatchObject({ refused: null, receipt: { body: { seq: '2' } } });
    expect(await codes()).toEqual([['device-not-in-plan', '1']]);
    expect(await pulled()).toEqual(['chk_2']);
  });

  test('a known kind with wrong fields is kept and held; an unknown kind or version is kept as it is', async () => {
    kiosk.append('check-in', { nonsense: 1 } as never, { class: classId });
    kiosk.append('mood' as 'boot', { of: 'later' } as never, { class: null });
    kiosk.append('check-in', { later: 'fields' } as never, { class: classId, v: 3 });
    expect((await kiosk.send()).receipt?.body.seq).toBe('3');
    expect(await codes()).toEqual([['malformed-record', '1']]);
    expect(await pulled()).toEqual([]);
  });

  test('what the kiosk found damaged in its own store becomes a finding', async () => {
    kiosk.append('damage', { item: 'record', subject: '1', found: 'digest' }, { class: classId });
    const video = Buffer.from('ftypvideo');
    kiosk.announce(video, {}, classId);
    kiosk.append('damage', { item: 'segment', subject: sha256(video), found: 'digest' }, { class: null });
    await kiosk.send();
    expect(await codes()).toEqual([
      ['kiosk-segment-damaged', sha256(video)],
      ['kiosk-record-damaged', '1'],
    ]);
  });

  test('after the server died, what it acknowledged is there', async () => {
    checkIn('chk_1');
    await kiosk.send();
    await server.close(true);
    server = await startTestServer({ dir: server.dir, clock: server.clock, serverKey: server.serverKey });
    expect(await pulled()).toEqual(['chk_1']);
  });
});
