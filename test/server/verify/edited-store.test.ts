import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding, FindingList } from '../../../sync/contract/findings.ts';
import type { Replay } from '../../../sync/contract/replay.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

const video = Buffer.alloc(50_000, 'frames');
const digest = sha256(video);

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  const plan = await server.plan(classId);
  for (const id of ['chk_1', 'chk_2']) kiosk.append('check-in', checkInOf(plan, { id }), { class: classId });
  kiosk.announce(video, {}, classId);
  await kiosk.send();
  await kiosk.upload(video);
});
afterEach(() => server.close());

const verify = async () => {
  const answer = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
  expect(answer.statusCode).toBe(200);
  return answer.json<FindingList>().findings.map(nameOf).sort();
};
const nameOf = ({ code, subject }: Finding) => `${code} ${subject.id}`;
const get = (path: string) => server.asReviewer({ url: `/api/v1${path}` });
const evidence = () => get(`/classes/${classId}/evidence`);
const pulled = async () => (await server.pull()).json().items.map((item: { id: string }) => item.id);
const segmentStates = async () =>
  (await get(`/classes/${classId}/sessions/ses_am/replay`)).json<Replay>().segments.map(({ state }) => state);

describe('a segment', () => {
  const file = () => join(server.dir, 'segments', digest.slice(0, 2), `${digest}.mp4`);

  test('that was edited is named when its receipt is gone, too, and is not shown as verified', async () => {
    const changed = readFileSync(file());
    changed[100] = 0;
    writeFileSync(file(), changed);
    await server.tamper('delete from segment_receipts');
    expect(await segmentStates()).toEqual(['announced']);
    expect(await verify()).toEqual([`segment-changed ${digest}`]);
    expect(await segmentStates()).toEqual(['damaged']);
    expect((await get(`/findings?class=${classId}`)).json().findings).toHaveLength(1);
    expect((await get(`/segments/${digest}.mp4`)).statusCode).toBe(409);
  });

  test.each([
    ['taken away', 'delete from segment_receipts'],
    ['not ours', `update segment_receipts set receipt = replace(receipt, '"sig":"', '"sig":"A')`],
    ['torn', `update segment_receipts set receipt = substr(receipt, 2)`],
    ['of another kiosk', `update segment_receipts set device = 'dev_other'`],
  ])('whose receipt is %s is named, and its export goes on; sent again, it is whole', async (_name, edit) => {
    await server.tamper(edit);
    expect(await verify()).toEqual([`segment-changed ${digest}`]);
    expect((await evidence()).body.split('\n').length).toBeGreaterThan(5);
    await server.tamper(`delete from segment_receipts where device = 'dev_other'`);
    expect((await kiosk.upload(video)).statusCode).toBe(200);
    expect(await verify()).toEqual([]);
    expect(await segmentStates()).toEqual(['verified']);
  });
});

describe('a device’s row', () => {
  // The certificate itself still goes out where only the row was edited: it is as we signed it.
  const edits: [name: string, edit: string, undo: string, shown: boolean][] = [
    [
      'its certificate torn',
      `device_certificates set statement = replace(statement, '{', '[')`,
      `device_certificates set statement = replace(statement, '[', '{')`,
      false,
    ],
    [
      'the signature under its certificate',
      `device_certificates set statement = replace(statement, '"sig":"', '"sig":"A')`,
      `device_certificates set statement = replace(statement, '"sig":"A', '"sig":"')`,
      false,
    ],
    [
      'its key',
      `devices set public_key = 'A' || public_key, key_id = 'x' || key_id`,
      `devices set public_key = substr(public_key, 2), key_id = substr(key_id, 2)`,
      true,
    ],
  ];
  test.each(edits)(
    '%s: named once, its records withheld until it is whole',
    async (_name, edit, undo, shown) => {
      await server.tamper(`update ${edit}`);
      expect(await pulled()).toEqual([]);
      expect((await server.findings()).map(nameOf)).toEqual([`device-changed ${kiosk.device}`]);
      expect(await verify()).toEqual([`device-changed ${kiosk.device}`]);
      const exported = await evidence();
      expect([exported.statusCode, exported.body.includes('"certificate"')]).toEqual([200, shown]);
      expect((await get('/classes')).statusCode).toBe(200);
      await server.tamper(`update ${undo}`);
      expect(await verify()).toEqual([]);
      expect(await pulled()).toEqual(['chk_1', 'chk_2']);
    },
  );

  test('hides no record that was edited beside it', async () => {
    await server.tamper(`update device_certificates set statement = '{}'`);
    await server.tamper(`update records set text = replace(text, '"chk_2"', '"chk_9"')`);
    expect(await verify()).toEqual([`device-changed ${kiosk.device}`, 'log-changed 1', 'record-changed 2']);
  });

  test('taken away: its log is named once', async () => {
    await server.tamper('delete from devices');
    expect(await verify()).toEqual([`device-changed ${kiosk.device}`]);
  });

  test('a kiosk that enrols again is told that its registration was edited', async () => {
    await server.tamper(`update device_certificates set statement = '{}'`);
    const { code } = (await server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' })).json();
    const { publicKey } = kiosk.signer;
    const order = { v: 1, code, name: '101', publicKey, suite: 'ES256' } as const;
    const payload = sealStatement('certificate-request', order, kiosk.signer);
    const answer = await server.inject({ method: 'POST', url: '/api/v1/devices', payload });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict']);
  });
});

describe('a filed plan', () => {
  const plans: [name: string, edit: string, undo: string][] = [
    [
      'its rules',
      `statement = replace(statement, '"lateAfterMinutes":5', '"lateAfterMinutes":60')`,
      `statement = replace(statement, '"lateAfterMinutes":60', '"lateAfterMinutes":5')`,
    ],
    ['torn', `statement = '!' || statement`, `statement = substr(statement, 2)`],
  ];
  test.each(plans)(
    '%s: named with its version, not shown, and its evidence still given',
    async (_n, edit, undo) => {
      await server.tamper(`update class_plans set ${edit}`);
      expect(await verify()).toEqual([`plan-changed ${classId} v1`]);
      const page = await get(`/classes/${classId}/attendance`);
      expect([page.statusCode, page.json().code]).toEqual([409, 'conflict']);
      expect((await get('/classes')).statusCode).toBe(200);
      expect((await evidence()).body).toContain('"chk_2"');
      await server.tamper(`update class_plans set ${undo}`);
      expect(await verify()).toEqual([]);
      expect((await get(`/classes/${classId}/attendance`)).statusCode).toBe(200);
    },
  );

  test('an old version put back in the newest one’s place, or taken away, is named', async () => {
    await server.file({ ...sampleFiling([kiosk.device]), class: classId });
    await server.tamper('update classes set version = 1');
    expect(await verify()).toEqual([`plan-changed ${classId} v2`]);
    await server.tamper('update classes set version = 2');
    expect(await verify()).toEqual([]);
    await server.tamper('delete from class_plans where version = 1');
    expect(await verify()).toEqual([`plan-changed ${classId} v1`]);
  });
});

describe('one record’s fault is that record’s finding, and the pass and the export go on', () => {
  const deep = `${'['.repeat(5_000)}0${']'.repeat(5_000)}`;
  const edits: [name: string, edit: string, also?: string][] = [
    [
      'deep nesting',
      `update records set text = replace(text, '"minutes":0', '"minutes":${deep}') where seq = 2`,
      'log-changed 1',
    ],
    [
      'a lone surrogate',
      `update records set text = replace(text, '"boot-1"', '"\\ud800"') where seq = 2`,
      'log-changed 1',
    ],
    ['a deep acceptance', `update records set acceptance = '{"body":${deep}}' where seq = 2`],
    ['an infinite score in its row', `update check_ins set score = 9e999 where id = 'chk_2'`],
  ];
  test.each(edits)('%s', async (_name, edit, also) => {
    expect(await server.tamper(edit)).toBe(1);
    expect(await pulled()).toEqual(['chk_1']);
    expect(await verify()).toEqual([...(also ? [also] : []), 'record-changed 2']);
    expect((await evidence()).body).toContain('"segment-receipt"');
  });
});
