import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const publicKey = memoryKey('ES256').publicKey;
const enrol = (order: object) =>
  server.inject({ method: 'POST', url: '/api/v1/devices', payload: { name: '101', publicKey, ...order } });
const newCode = async () =>
  (await server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' })).json().code as string;

test('a code works however it is typed', async () => {
  const code = await newCode();
  expect((await enrol({ code: ` ${code.toUpperCase().replace('-', ' ')}` })).statusCode).toBe(201);
});

test('a code works once, and again only for the kiosk that lost our answer', async () => {
  const code = await newCode();
  const first = await enrol({ code });
  const again = await enrol({ code });
  expect(again.json()).toEqual(first.json());
  const other = await enrol({ code, publicKey: memoryKey('ES256').publicKey });
  expect([other.statusCode, other.json().code, other.json().field]).toEqual([401, 'unauthorised', 'code']);
});

test('a code is good for 15 minutes', async () => {
  const code = await newCode();
  server.clock.advance(15 * 60_000);
  expect((await enrol({ code })).statusCode).toBe(401);
});

test.each([
  ['another curve', memoryKey('Ed25519').publicKey],
  ['no key', 'AAAA'],
])('%s is refused by its field', async (_name, key) => {
  const answer = await enrol({ code: await newCode(), publicKey: key });
  expect([answer.statusCode, answer.json().field]).toEqual([400, 'publicKey']);
});

test('guessing codes is slowed', async () => {
  for (let i = 0; i < 5; i += 1) expect((await enrol({ code: 'wrong-code' })).statusCode).toBe(401);
  expect((await enrol({ code: await newCode() })).statusCode).toBe(429);
  server.clock.advance(5_000);
  expect((await enrol({ code: await newCode() })).statusCode).toBe(201);
});
