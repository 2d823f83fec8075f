import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const signIn = (password: string, user = 'reviewer') =>
  server.inject({ method: 'POST', url: '/api/v1/session', payload: { user, password } });
const right = () => signIn(server.reviewer.password);
const session = (cookie: string) => server.inject({ url: '/api/v1/session', headers: { cookie } });

test('a session lasts half a day and ends when it is signed out', async () => {
  const answer = await right();
  expect(answer.json()).toEqual({ user: 'reviewer', role: 'reviewer' });
  const [cookie] = answer.cookies;
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  const header = `${cookie?.name}=${cookie?.value}`;
  expect((await session(header)).json()).toEqual({ user: 'reviewer', role: 'reviewer' });
  server.clock.advance(12 * 3_600_000);
  expect((await session(header)).statusCode).toBe(401);

  const again = (await right()).cookies[0];
  const second = `${again?.name}=${again?.value}`;
  const out = await server.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie: second } });
  expect(out.statusCode).toBe(204);
  expect((await session(second)).statusCode).toBe(401);
});

test.each([
  ['a wrong password', 'wrong', 'reviewer'],
  ['a user that is not there', 'wrong', 'nobody'],
])('%s gets one and the same sentence', async (_name, password, user) => {
  const answer = await signIn(password, user);
  expect(answer.statusCode).toBe(401);
  expect(answer.json().message).toBe('用户名或密码错误。');
  expect(answer.cookies).toEqual([]);
});

test('after five wrong tries each further one waits, longer every time, and says how long', async () => {
  for (let i = 0; i < 5; i += 1) expect((await signIn('wrong')).statusCode).toBe(401);
  const slowed = await right();
  expect([slowed.statusCode, slowed.json().code]).toEqual([429, 'too_many_tries']);
  expect(slowed.json().message).toContain('5 秒');
  server.clock.advance(5_000);
  expect((await signIn('wrong')).statusCode).toBe(401);
  expect((await right()).json().message).toContain('10 秒');
  server.clock.advance(10_000);
  expect((await right()).statusCode).toBe(200);
  expect((await signIn('wrong')).statusCode).toBe(401);
  expect((await right()).statusCode).toBe(200);
});

test('many tries at once gain nothing', async () => {
  const tries = await Promise.all(Array.from({ length: 12 }, () => signIn('wrong')));
  expect(tries.filter(({ statusCode }) => statusCode === 401)).toHaveLength(5);
});

test('one user’s tries do not slow another', async () => {
  for (let i = 0; i < 6; i += 1) await signIn('wrong', 'nobody');
  expect((await right()).statusCode).toBe(200);
});

describe('behind a TLS proxy', () => {
  const https = { 'x-forwarded-proto': 'https' };
  const start = async (trustProxy: boolean) => {
    await server.close();
    server = await startTestServer({ trustProxy });
  };
  const cookie = async (headers = {}) => {
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: server.reviewer,
      headers,
    });
    return answer.headers['set-cookie'];
  };

  test('the session’s cookie goes over https only, when the browser came over https', async () => {
    await start(true);
    expect(await cookie(https)).toContain('; Secure');
    expect(await cookie(https)).toContain('; SameSite=Strict');
    expect(await cookie()).not.toContain('Secure');
    await start(false);
    expect(await cookie(https)).not.toContain('Secure');
  });

  test('who guesses codes is slowed by the address that the proxy saw, not by one made up', async () => {
    await start(true);
    const kiosk = memoryKey('ES256');
    const { publicKey } = kiosk;
    const order = { v: 1, code: 'wrong-code', name: '101', publicKey, suite: 'ES256' } as const;
    const payload = sealStatement('certificate-request', order, kiosk);
    const guess = (forwarded: string) =>
      server.inject({
        method: 'POST',
        url: '/api/v1/devices',
        payload,
        headers: { 'x-forwarded-for': forwarded },
      });
    for (let i = 0; i < 5; i += 1) expect((await guess(`10.0.0.${i}, 192.0.2.1`)).statusCode).toBe(401);
    expect((await guess('10.0.0.9, 192.0.2.1')).statusCode).toBe(429);
    expect((await guess('10.0.0.9, 192.0.2.2')).statusCode).toBe(401);
  });
});
