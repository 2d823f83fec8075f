import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeAt, stepAt } from '../../../server/accounts/totp.ts';
import type { OwnAccount } from '../../../sync/contract/accounts.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
const { password } = { password: 'a password for tests' };
beforeEach(async () => {
  server = await startTestServer({ secondFactor: 'required' });
});
afterEach(() => server.close());

const logIn = (code?: string, given = password) =>
  server.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { user: 'reviewer', password: given, ...(code !== undefined && { code }) },
  });
const cookieOf = (answer: Awaited<ReturnType<typeof logIn>>) =>
  `${answer.cookies[0]?.name}=${answer.cookies[0]?.value}`;
const ask = (method: 'GET' | 'POST' | 'PUT', url: string, cookie: string, payload?: object) =>
  server.inject({ method, url: `/api/v1${url}`, headers: { cookie }, ...(payload && { payload }) });
const factor = '/account/second-factor';
const own = async (cookie: string) => (await ask('GET', '/account', cookie)).json<OwnAccount>();
const actions = async () =>
  (await server.context.stores.journal.after(0, 500)).map(
    ({ body }) => `${body.action} ${JSON.stringify(body.data)}`,
  );

/** The key that the authenticator was given, from base 32. */
function keyOf(secret: string): Buffer {
  const bits = [...secret].map((c) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** Enrols; gives the codes of a telephone that keeps time, the recovery codes, and the session. */
async function enrol(cookie: string, old: object = {}) {
  const { secret } = (await ask('POST', factor, cookie, { password, ...old })).json<{ secret: string }>();
  const key = keyOf(secret);
  const code = () => codeAt(key, stepAt(server.clock.now()));
  const answer = await ask('PUT', factor, cookie, { code: code() });
  expect(answer.statusCode).toBe(200);
  return { code, codes: answer.json<{ codes: string[] }>().codes, secret };
}
const nextStep = () => server.clock.advance(30_000);

describe('where the server demands a second factor', () => {
  test('a reviewer can do nothing before enrolling one, and everything after', async () => {
    const answer = await logIn();
    expect(answer.json()).toMatchObject({ mustEnrol: true, rights: ['own-account'] });
    const cookie = cookieOf(answer);
    const refused = await ask('GET', '/classes', cookie);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'forbidden']);
    expect(await own(cookie)).toMatchObject({ secondFactor: false, secondFactorRequired: true });
    await enrol(cookie);
    expect((await ask('GET', '/classes', cookie)).statusCode).toBe(200);
    expect(await own(cookie)).toMatchObject({ secondFactor: true, recoveryCodesLeft: 10 });
  });

  test('an organiser needs none', async () => {
    await server.addAccount('school', 'organiser', '某学校');
    expect((await server.as('school')({ url: '/api/v1/classes' })).statusCode).toBe(200);
  });
});

describe('signing in with a second factor', () => {
  test('asks for the code, and takes each once', async () => {
    const { code } = await enrol(cookieOf(await logIn()));
    const without = await logIn();
    expect([without.statusCode, without.json().code, without.cookies]).toEqual([
      401,
      'second_factor_needed',
      [],
    ]);
    expect((await logIn(code())).statusCode).toBe(401);
    nextStep();
    const once = code();
    expect((await logIn(once)).statusCode).toBe(200);
    const again = await logIn(once);
    expect([again.statusCode, again.json().field]).toEqual([401, 'code']);
  });

  test('two at once with one code open one session', async () => {
    const { code } = await enrol(cookieOf(await logIn()));
    nextStep();
    const both = await Promise.all([logIn(code()), logIn(code())]);
    expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 401]);
  });

  test('a wrong password with a right code tells nothing and takes nothing', async () => {
    const { code } = await enrol(cookieOf(await logIn()));
    nextStep();
    expect((await logIn(code(), 'wrong')).json().message).toBe('用户名或密码错误。');
    expect((await logIn(code())).statusCode).toBe(200);
  });

  test('codes cannot be guessed: asking without one in between resets nothing', async () => {
    await enrol(cookieOf(await logIn()));
    const statuses: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      statuses.push((await logIn('000000')).statusCode);
      await logIn();
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    expect((await actions()).filter((action) => action.startsWith('login-locked'))).toEqual([
      'login-locked {"seconds":5,"user":"reviewer"}',
    ]);
  });

  test('a recovery code opens it once, however it is typed; and it is counted', async () => {
    const { codes } = await enrol(cookieOf(await logIn()));
    expect(new Set(codes).size).toBe(10);
    const typed = codes[3]?.toUpperCase().replaceAll('-', ' ') ?? '';
    const answer = await logIn(typed);
    expect(answer.statusCode).toBe(200);
    expect((await own(cookieOf(answer))).recoveryCodesLeft).toBe(9);
    expect((await logIn(typed)).statusCode).toBe(401);
  });
});

describe('enrolling', () => {
  test('needs the password, and a code of the new secret', async () => {
    const cookie = cookieOf(await logIn());
    const wrong = await ask('POST', factor, cookie, { password: 'wrong' });
    expect([wrong.statusCode, wrong.json().field]).toEqual([403, 'password']);
    expect((await ask('PUT', factor, cookie, { code: '123456' })).statusCode).toBe(403);
    await ask('POST', factor, cookie, { password });
    expect((await ask('PUT', factor, cookie, { code: '000000' })).statusCode).toBe(403);
    expect(await own(cookie)).toMatchObject({ secondFactor: false });
  });

  test('ends the other sessions; another telephone needs a code of the old one', async () => {
    const stranger = cookieOf(await logIn());
    const cookie = cookieOf(await logIn());
    const first = await enrol(cookie);
    expect((await ask('GET', '/session', stranger)).statusCode).toBe(401);
    expect((await ask('POST', factor, cookie, { password })).statusCode).toBe(403);
    nextStep();
    const second = await enrol(cookie, { code: first.code() });
    nextStep();
    expect((await logIn(first.code())).statusCode).toBe(401);
    expect((await logIn(first.codes[0])).statusCode).toBe(401);
    expect((await logIn(second.code())).statusCode).toBe(200);
  });

  test('gives no more tries at codes to who knows the password', async () => {
    const cookie = cookieOf(await logIn());
    await enrol(cookie);
    const guess = () => ask('POST', factor, cookie, { password, code: '000000' });
    for (let i = 0; i < 5; i += 1) expect((await guess()).statusCode).toBe(403);
    expect((await guess()).statusCode).toBe(429);
  });

  test('keeps the secret neither in the journal, nor in the database to be read', async () => {
    const { secret, codes } = await enrol(cookieOf(await logIn()));
    const rows = JSON.stringify([
      await server.context.database.selectFrom('accounts').selectAll().execute(),
      await server.context.database.selectFrom('recovery_codes').selectAll().execute(),
      await actions(),
    ]);
    for (const kept of [secret, keyOf(secret).toString('base64url'), ...codes])
      expect(rows).not.toContain(kept);
  });
});

describe('changing the password', () => {
  const next = 'another password';
  test('ends every session and lets the old one in no more', async () => {
    const [one, two] = [cookieOf(await logIn()), cookieOf(await logIn())];
    expect((await ask('POST', '/account/password', one, { password, next })).statusCode).toBe(204);
    for (const cookie of [one, two]) expect((await ask('GET', '/session', cookie)).statusCode).toBe(401);
    expect((await logIn()).statusCode).toBe(401);
    expect((await logIn(undefined, next)).statusCode).toBe(200);
    expect(await actions()).toContain('own-password-changed {}');
  });

  test.each([
    ['a wrong present password', { password: 'wrong', next }, 403],
    ['a short one', { password, next: 'too short' }, 400],
    ['the same one', { password, next: password }, 400],
  ])('refuses %s', async (_name, order, status) => {
    const cookie = cookieOf(await logIn());
    expect((await ask('POST', '/account/password', cookie, order)).statusCode).toBe(status);
    expect((await logIn()).statusCode).toBe(200);
  });

  test('guesses of the present password have to wait, too', async () => {
    const cookie = cookieOf(await logIn());
    const order = { password: 'wrong', next };
    for (let i = 0; i < 5; i += 1) await ask('POST', '/account/password', cookie, order);
    expect((await ask('POST', '/account/password', cookie, { password, next })).statusCode).toBe(429);
  });
});
