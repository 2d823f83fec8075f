import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StatementBody } from '../../../sync/contract/statements.ts';
import { deviceIdOf, memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { openStatement, sealStatement } from '../../../sync/evidence/statement.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

type Order = StatementBody<'certificate-request'>;

const key = memoryKey('ES256');
/** Asks with a key, for the key itself unless told otherwise. */
const enrol = (order: Partial<Order> & { code: string }, by: Signer = key) => {
  const suite = by.suite as Order['suite'];
  const body = { v: 1, name: '101', publicKey: by.publicKey, suite, ...order } as const;
  const payload = sealStatement('certificate-request', body, by);
  return server.inject({ method: 'POST', url: '/api/v1/devices', payload });
};
const newCode = async () =>
  (await server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' })).json().code as string;

test('a code works however it is typed', async () => {
  const code = await newCode();
  expect((await enrol({ code: ` ${code.toUpperCase().replace('-', ' ')}` })).statusCode).toBe(201);
});

test.each(['ES256', 'SM2-SM3'] as const)(
  'a device of suite %s gets a certificate of 90 days',
  async (suite) => {
    const device = memoryKey(suite);
    const answer = await enrol({ code: await newCode() }, device);
    const { certificate } = answer.json();
    const opened = openStatement('device-certificate', certificate, server.serverKey.publicKey);
    const issuedAt = server.clock.now();
    expect(opened?.body).toEqual({
      v: 2,
      device: deviceIdOf(device.publicKey),
      publicKey: device.publicKey,
      suite,
      afterSeq: '0',
      issuedAt,
      expiresAt: issuedAt + 90 * 24 * 3_600_000,
    });
  },
);

test('a code works once, and again only for the kiosk that lost our answer', async () => {
  const code = await newCode();
  const first = await enrol({ code });
  const again = await enrol({ code });
  expect(again.json()).toEqual(first.json());
  const other = await enrol({ code }, memoryKey('ES256'));
  expect([other.statusCode, other.json().code, other.json().field]).toEqual([401, 'unauthorised', 'code']);
});

test('who does not hold the key cannot ask for it, and the code is not used up', async () => {
  const code = await newCode();
  const stranger = memoryKey('ES256').publicKey;
  const answer = await enrol({ code, publicKey: stranger });
  expect([answer.statusCode, answer.json().code]).toEqual([401, 'bad_signature']);
  expect(await server.context.stores.devices.all()).toEqual([]);
  expect((await enrol({ code })).statusCode).toBe(201);
});

test('a code is good for 15 minutes', async () => {
  const code = await newCode();
  server.clock.advance(15 * 60_000);
  expect((await enrol({ code })).statusCode).toBe(401);
});

test.each([
  ['another curve', { publicKey: memoryKey('Ed25519').publicKey }],
  ['another suite’s key', { suite: 'SM2-SM3' }],
  ['no key', { publicKey: 'AAAA' }],
] as const)('%s is refused by its field', async (_name, change) => {
  const answer = await enrol({ code: await newCode(), ...change });
  expect([answer.statusCode, answer.json().field]).toEqual([400, 'body.publicKey']);
});

test('guessing codes is slowed', async () => {
  for (let i = 0; i < 5; i += 1) expect((await enrol({ code: 'wrong-code' })).statusCode).toBe(401);
  expect((await enrol({ code: await newCode() })).statusCode).toBe(429);
  server.clock.advance(5_000);
  expect((await enrol({ code: await newCode() })).statusCode).toBe(201);
});

test('a revoked device gets no new certificate, whatever code it has', async () => {
  const { device } = (await enrol({ code: await newCode() })).json();
  const payload = { fromSeq: '1', reason: 'stolen' };
  const url = `/api/v1/devices/${device}/revocation`;
  expect((await server.asReviewer({ method: 'POST', url, payload })).statusCode).toBe(201);
  const answer = await enrol({ code: await newCode() });
  expect([answer.statusCode, answer.json().code]).toEqual([403, 'device_revoked']);
});
