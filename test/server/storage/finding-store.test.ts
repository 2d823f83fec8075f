import { afterEach, beforeEach, expect, test } from 'vitest';
import { finding } from '../../../server/verify/finding-text.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const add = (found: ReturnType<typeof finding>) => server.context.stores.findings.add(found, 1);
const ofRecord = (seq: number, device: string) =>
  finding('bad-signature', { kind: 'record', id: String(seq) }, { device, class: 'cls_1' });

test('one kiosk’s many findings leave another’s, and its own of other kinds, on the list', async () => {
  await add(ofRecord(1, 'dev_honest'));
  await add(finding('device-cloned', { kind: 'record', id: '1' }, { device: 'dev_loud' }));
  for (let seq = 1; seq <= 1_200; seq += 1) await add(ofRecord(seq, 'dev_loud'));
  const listed = await server.findings();
  expect(listed).toHaveLength(102);
  expect(listed[0]?.subject.id).toBe('1200');
  expect(listed.slice(-2).map(({ code, device }) => [code, device])).toEqual([
    ['device-cloned', 'dev_loud'],
    ['bad-signature', 'dev_honest'],
  ]);
  const ofClass = await server.context.stores.findings.list('cls_1');
  expect(new Set(ofClass.map(({ code }) => code))).toEqual(new Set(['bad-signature']));
});

test('strangers fill their own 200 places and no others', async () => {
  const subject = { kind: 'request', id: 'GET /plans' } as const;
  for (let i = 0; i < 250; i += 1) await add(finding('unknown-device', subject, { device: `dev_${i}` }));
  await add(finding('bad-signature', subject, { device: 'dev_enrolled' }));
  const listed = await server.findings();
  expect(listed.filter(({ code }) => code === 'unknown-device')).toHaveLength(200);
  expect(listed[0]).toMatchObject({ code: 'bad-signature', device: 'dev_enrolled' });
});
