import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { finding } from '../../../server/verify/finding-text.ts';
import { parseAs } from '../../../sync/base/parse.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { DeviceList, RevocationPreview } from '../../../sync/contract/device-review.ts';
import { AttendanceGrid, ClassWall, HeldCheckIns } from '../../../sync/contract/review.ts';
import type { Statement } from '../../../sync/contract/statements.ts';
import { openStatement } from '../../../sync/evidence/statement.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';
import { StoredLog } from './stored-log.ts';

const day = 86_400_000;

let server: TestServer;
let log: StoredLog;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  log = await StoredLog.enrol(server, () => classId, { expiresAt: testStart + 20 * day });
  classId = (await server.file(sampleFiling([log.device]))).class;
  plan = await server.plan(classId);
  await log.add('damage', { item: 'record', subject: '1', found: 'x' });
  for (const id of ['chk_2', 'chk_3']) await log.add('check-in', checkInOf(plan, { id }));
});
afterEach(() => server.close());

const get = async (url: string) => (await server.asReviewer({ url })).json();
const devices = async () => parseAs(DeviceList, await get('/api/v1/devices'), 'devices').devices;
const tile = async () => parseAs(ClassWall, await get('/api/v1/classes'), 'wall').classes[0];
const previewUrl = (from: string, device = log.device) =>
  `/api/v1/devices/${device}/revocation-preview?fromSeq=${from}`;
const preview = async (from: string) => parseAs(RevocationPreview, await get(previewUrl(from)), 'preview');
const revoke = (fromSeq: unknown, device = log.device) =>
  server.asReviewer({
    method: 'POST',
    url: `/api/v1/devices/${device}/revocation`,
    payload: { fromSeq, reason: '终端失窃' },
  });

describe('the list of kiosks', () => {
  test('says what each is, how far its log goes, and which classes list it', async () => {
    const other = await StoredLog.enrol(server, () => null, { name: '备用机' });
    const list = await devices();
    expect(list.find(({ id }) => id === log.device)).toEqual({
      ...{ id: log.device, name: '101 教室', suite: 'ES256', registeredAt: testStart, lastSeenAt: null },
      ...{ certificateExpiresAt: testStart + 20 * day, records: '3', verified: '0' },
      ...{ revokedFrom: null, cloned: null, classes: [{ id: classId, title: '岗前培训班' }] },
    });
    expect(list.find(({ id }) => id === other.device)?.classes).toEqual([]);
  });

  test('raises the alarm of a copied key, here and on the wall, until it is revoked', async () => {
    expect((await tile())?.cloned).toEqual([]);
    for (const seq of ['2', '3']) {
      const found = finding('device-cloned', { kind: 'record', id: seq }, { device: log.device });
      await server.context.stores.findings.add(found, testStart + Number(seq));
    }
    expect((await devices())[0]?.cloned).toEqual({ seq: '3', foundAt: testStart + 3 });
    expect((await tile())?.cloned).toEqual([{ id: log.device, name: '101 教室' }]);
    await revoke('4');
    expect((await devices())[0]).toMatchObject({ cloned: { seq: '3' }, revokedFrom: '4' });
    expect((await tile())?.cloned).toEqual([]);
  });
});

describe('a revocation', () => {
  test('is told beforehand what it takes back', async () => {
    expect(await preview('1')).toEqual({ records: 3, checkIns: 2 });
    expect(await preview('3')).toEqual({ records: 1, checkIns: 1 });
    expect(await preview('4')).toEqual({ records: 0, checkIns: 0 });
  });

  test('takes back just that, and it is shown as held', async () => {
    const answer = await revoke('3');
    expect(answer.statusCode).toBe(201);
    const statement = answer.json<Statement<'revocation'>>();
    expect(openStatement('revocation', statement, server.serverKey.publicKey)?.body).toMatchObject({
      ...{ device: log.device, fromSeq: '3', reason: '终端失窃' },
    });
    const grid = parseAs(AttendanceGrid, await get(`/api/v1/classes/${classId}/attendance`), 'grid');
    expect(grid.checkIns.map(({ id }) => id)).toEqual(['chk_2']);
    const held = parseAs(HeldCheckIns, await get(`/api/v1/classes/${classId}/held-check-ins`), 'held');
    expect(held.checkIns.map(({ says, heldFor }) => [says?.id, heldFor])).toEqual([
      ['chk_3', 'device-revoked'],
    ]);
    expect(await preview('1')).toEqual({ records: 2, checkIns: 1 });
  });

  test('can only reach further back', async () => {
    await revoke('3');
    expect((await revoke('4')).json().body.fromSeq).toBe('3');
    expect((await devices())[0]?.revokedFrom).toBe('3');
    await revoke('1');
    expect((await devices())[0]?.revokedFrom).toBe('1');
    expect(await preview('1')).toEqual({ records: 0, checkIns: 0 });
  });

  test.each([['0x1'], ['-1'], [3], [null], ['']])('from %j is refused', async (fromSeq) => {
    const answer = await revoke(fromSeq);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_input']);
    expect((await devices())[0]?.revokedFrom).toBeNull();
  });

  test('of a kiosk that nobody knows', async () => {
    const unknown = 'dev_nobody';
    const answers = [await revoke('1', unknown), await server.asReviewer({ url: previewUrl('1', unknown) })];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
  });
});
