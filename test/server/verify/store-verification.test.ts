import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

const video = Buffer.alloc(50_000, 'frames');
const digest = sha256(video);

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
  for (const id of ['chk_1', 'chk_2', 'chk_3']) {
    kiosk.append('check-in', checkInOf(plan, { id }), { class: classId });
  }
  kiosk.announce(video, {}, classId);
  await kiosk.send();
  await kiosk.upload(video);
});
afterEach(() => server.close());

const verify = async () => {
  const answer = await server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
  expect(answer.statusCode).toBe(200);
  const { findings } = answer.json<{
    findings: { code: string; device: string; subject: { id: string } }[];
  }>();
  return findings.map(({ code, subject }) => `${code} ${subject.id}`).sort();
};
const pulled = async () => (await server.pull()).json().items.map((item: { id: string }) => item.id);
const seg = () => join(server.dir, 'segments', digest.slice(0, 2), `${digest}.mp4`);

test('a whole store has no findings, and the pass is dated', async () => {
  expect(await verify()).toEqual([]);
  const list = (await server.asReviewer({ url: '/api/v1/findings' })).json();
  expect(list).toMatchObject({ lastPassAt: server.clock.now(), records: 4, segments: 1 });
});

describe('one edit of the database names that record and no other, and its undoing heals it', () => {
  // A text is an entry of the server's log, too.
  const edits: [name: string, edit: string, undo: string, also?: string][] = [
    [
      'a byte of the text',
      `text = replace(text, '"chk_2"', '"chk_9"')`,
      `text = replace(text, '"chk_9"', '"chk_2"')`,
      'log-changed 1',
    ],
    ['a torn text', `text = '!' || text`, `text = substr(text, 2)`, 'log-changed 1'],
    ['the digest', `digest = '0' || digest`, `digest = substr(digest, 2)`],
    ['the class', `class_id = 'x' || class_id`, `class_id = substr(class_id, 2)`],
    ['the acceptance', `acceptance = '!' || acceptance`, `acceptance = substr(acceptance, 2)`],
    [
      'a hold that nobody put on it',
      `held_for = 'malformed-record', state = 'held'`,
      `held_for = null, state = 'verified'`,
    ],
  ];
  test.each(edits)('%s', async (_name, edit, undo, also) => {
    await server.tamper(`update records set ${edit} where seq = 2`);
    expect(await verify()).toEqual([...(also ? [also] : []), 'record-changed 2']);
    expect(await pulled()).toEqual(['chk_1', 'chk_3']);
    await server.tamper(`update records set ${undo} where seq = 2`);
    expect(await verify()).toEqual([]);
    expect((await pulled()).sort()).toEqual(['chk_1', 'chk_2', 'chk_3']);
  });

  const rows: [name: string, edit: string, undo: string][] = [
    ['minutes of a check-in', 'update check_ins set minutes = 9', 'update check_ins set minutes = 0'],
    ['its outcome', `update check_ins set outcome = 'refused'`, `update check_ins set outcome = 'accepted'`],
    [
      'its person',
      `update check_ins set person = 'per_x'`,
      `update check_ins set person = (select person from check_ins where id = 'chk_1')`,
    ],
  ];
  test.each(rows)('the row beside it: %s', async (_name, edit, undo) => {
    await server.tamper(`${edit} where id = 'chk_2'`);
    expect(await verify()).toEqual(['record-changed 2']);
    expect(await pulled()).toEqual(['chk_1', 'chk_3']);
    await server.tamper(`${undo} where id = 'chk_2'`);
    expect(await verify()).toEqual([]);
    expect((await pulled()).sort()).toEqual(['chk_1', 'chk_2', 'chk_3']);
  });
});

test('a check-in row that was taken away or kept from the feed is named', async () => {
  await server.tamper(`delete from check_ins where id = 'chk_1'`);
  await server.tamper('delete from feed where record_id = (select id from records where seq = 3)');
  expect(await verify()).toEqual(['record-changed 1', 'record-changed 3']);
});

test('a segment row that was edited names its record', async () => {
  await server.tamper('update segments set end_at = end_at + 1');
  expect(await verify()).toEqual(['record-changed 4']);
});

test('records taken out of the middle or off the end are named by their number', async () => {
  await server.tamper(`delete from check_ins where id = 'chk_2'`);
  await server.tamper('delete from feed where record_id = (select id from records where seq = 2)');
  await server.tamper('delete from segments');
  await server.tamper('delete from records where seq in (2, 4)');
  expect(await verify()).toEqual(['log-changed 1', 'record-changed 2', 'record-changed 4']);
  expect(await pulled()).toEqual(['chk_1', 'chk_3']);
});

test('an edited record disappears from attendance', async () => {
  const url = `/api/v1/classes/${classId}/attendance`;
  const listed = async () =>
    (await server.asReviewer({ url })).json().checkIns.map((c: { id: string }) => c.id);
  expect(await listed()).toEqual(['chk_1', 'chk_2', 'chk_3']);
  await server.tamper(`update records set text = replace(text, '"chk_2"', '"chk_9"') where seq = 2`);
  await verify();
  expect(await listed()).toEqual(['chk_1', 'chk_3']);
});

test('one changed byte of a segment names it, stops its playing, and heals', async () => {
  const changed = readFileSync(seg());
  changed[100] = 0;
  writeFileSync(seg(), changed);
  expect(await verify()).toEqual([`segment-changed ${digest}`]);
  expect((await server.asReviewer({ url: `/api/v1/segments/${digest}.mp4` })).statusCode).toBe(409);
  writeFileSync(seg(), video);
  expect(await verify()).toEqual([]);
  expect((await server.asReviewer({ url: `/api/v1/segments/${digest}.mp4` })).rawPayload).toEqual(video);
});

test('a segment that is gone is named with its class, and taken again from the kiosk', async () => {
  rmSync(seg());
  expect(await verify()).toEqual([`segment-missing ${digest}`]);
  const inClass = await server.asReviewer({ url: `/api/v1/findings?class=${classId}` });
  expect(inClass.json().findings).toHaveLength(1);
  expect((await kiosk.upload(video)).statusCode).toBe(200);
  expect(await verify()).toEqual([]);
});

test('findings of the intake stay, whatever the scrub finds', async () => {
  kiosk.append('check-in', { nonsense: 1 } as never, { class: classId });
  await kiosk.send();
  expect(await verify()).toEqual(['malformed-record 5']);
  expect(await verify()).toEqual(['malformed-record 5']);
});

test('who asks while a pass runs gets that pass', async () => {
  const both = await Promise.all([verify(), verify()]);
  expect(both).toEqual([[], []]);
});
