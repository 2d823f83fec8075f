import { scryptSync } from 'node:crypto';
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

const hour = 3_600_000;
const open = async () => {
  const [cookie] = (await right()).cookies;
  return `${cookie?.name}=${cookie?.value}`;
};
const entries = async () =>
  (await server.context.stores.journal.after(0, 500)).map(({ body }) => [body.action, body.by, body.data]);

test('a session is a cookie that no script reads, and says who is signed in and what they may', async () => {
  const answer = await right();
  const who = { user: 'reviewer', role: 'reviewer', organiser: null, mustEnrol: false };
  expect(answer.json()).toEqual({ ...who, rights: expect.arrayContaining(['own-account', 'decide-credit']) });
  const [cookie] = answer.cookies;
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect((await session(`${cookie?.name}=${cookie?.value}`)).json()).toEqual(answer.json());
});

test('a session that is used lasts half a day, one that is not two hours', async () => {
  const [busy, idle] = [await open(), await open()];
  for (let hours = 1; hours < 12; hours += 1) {
    server.clock.advance(hour);
    expect((await session(busy)).statusCode).toBe(200);
    if (hours === 2) expect((await session(idle)).statusCode).toBe(401);
  }
  server.clock.advance(hour);
  expect((await session(busy)).statusCode).toBe(401);
});

test('a session ends when it is signed out', async () => {
  const second = await open();
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

describe('the journal', () => {
  const account = { kind: 'account', user: 'reviewer', role: 'reviewer' };
  const system = { kind: 'system', part: 'login' };

  test('tells who signed in, and who failed to and had to wait', async () => {
    for (let i = 0; i < 5; i += 1) await signIn('wrong');
    server.clock.advance(5_000);
    await right();
    const failed = ['login-failed', system, { user: 'reviewer', reason: 'password' }];
    expect(await entries()).toEqual([
      ...[failed, failed, failed, failed, failed],
      ['login-locked', system, { user: 'reviewer', seconds: 5 }],
      ['login-done', account, { secondFactor: 'none' }],
    ]);
  });

  test('keeps no password, also not one that was typed as a name', async () => {
    await signIn('wrong', 'my secret password');
    await signIn('my secret password');
    await right();
    const rows = JSON.stringify(await server.context.stores.journal.rows(0, 100));
    for (const secret of ['my secret password', server.reviewer.password]) expect(rows).not.toContain(secret);
  });
});

test('a password that version 0.3 had hashed opens the account, and is hashed anew', async () => {
  const { accounts } = server.context.stores;
  const salt = Buffer.alloc(16, 1);
  const key = scryptSync(server.reviewer.password, salt, 32);
  const old = `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
  await accounts.change('reviewer', { password_hash: old });
  expect((await signIn('wrong')).statusCode).toBe(401);
  expect((await accounts.find('reviewer'))?.password_hash).toBe(old);
  expect((await right()).statusCode).toBe(200);
  expect((await accounts.find('reviewer'))?.password_hash).toMatch(/^\$argon2id\$/);
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
