import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccountList, NewPassword } from '../../../sync/contract/accounts.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let asAdmin: TestServer['asReviewer'];
const accounts = '/api/v1/accounts';
const school = { user: 'school', role: 'organiser', organiser: '某培训学校' } as const;

beforeEach(async () => {
  server = await startTestServer();
  await server.addAccount('admin', 'bureau-admin');
  asAdmin = server.as('admin');
});
afterEach(() => server.close());

const make = (order: object) => asAdmin({ method: 'POST', url: accounts, payload: order });
const list = async () => (await asAdmin({ url: accounts })).json<AccountList>();
const lineOf = async (user: string) => (await list()).accounts.find((line) => line.user === user);
const logIn = ({ user, password }: NewPassword) =>
  server.inject({ method: 'POST', url: '/api/v1/session', payload: { user, password } });
const isSignedIn = async (cookie: string) =>
  (await server.inject({ url: '/api/v1/session', headers: { cookie } })).statusCode === 200;
const entries = async () => (await server.context.stores.journal.after(0, 500)).map(({ body }) => body);

async function made(order: object = school): Promise<NewPassword & { cookie: string }> {
  const account = (await make(order)).json<NewPassword>();
  const [cookie] = (await logIn(account)).cookies;
  return { ...account, cookie: `${cookie?.name}=${cookie?.value}` };
}

describe('making an account', () => {
  test('gives a password that opens it; the journal names who made it, and no secret', async () => {
    const account = await made();
    expect(await isSignedIn(account.cookie)).toBe(true);
    expect(await lineOf('school')).toMatchObject({
      role: 'organiser',
      organiser: { name: '某培训学校' },
      secondFactor: false,
      lastLoginAt: server.clock.now(),
      disabledAt: null,
    });
    const entry = (await entries()).find(({ action }) => action === 'account-made');
    expect(entry).toMatchObject({ by: { kind: 'account', user: 'admin' }, data: { user: 'school' } });
    expect(JSON.stringify(await entries())).not.toContain(account.password);
    expect(JSON.stringify(entry)).not.toContain('某培训学校');
  });

  test('two of one organiser belong to the same', async () => {
    await make(school);
    await make({ ...school, user: 'teacher', role: 'class-admin', organiser: ' 某培训学校 ' });
    const { organisers } = await list();
    expect(organisers.map(({ name }) => name)).toEqual(['某培训学校']);
    expect((await lineOf('teacher'))?.organiser).toEqual((await lineOf('school'))?.organiser);
  });

  test.each([
    ['a name that is taken', { ...school, user: 'reviewer' }, 409, 'user'],
    ['a name with a space', { ...school, user: 'a b' }, 400, 'user'],
    ['a name that is a path', { ...school, user: '../admin' }, 400, 'user'],
    ['an organiser without its name', { ...school, organiser: null }, 400, 'organiser'],
    ['an organiser whose name is blank', { ...school, organiser: '  ' }, 400, 'organiser'],
    ['a reviewer of an organiser', { ...school, role: 'reviewer' }, 400, 'organiser'],
    ['a role that is none', { ...school, role: 'root' }, 400, 'role'],
    ['a field too many', { ...school, password: 'x' }, 400, 'password'],
  ])('refuses %s', async (_name, order, status, field) => {
    const before = (await list()).accounts.length;
    const answer = await make(order);
    expect([answer.statusCode, answer.json().field]).toEqual([status, field]);
    expect((await list()).accounts.length).toBe(before);
  });
});

describe('what is done to an account ends its sessions, and stands in the journal', () => {
  test.each([
    ['account-disabled', 'PUT', '/disabled', { disabled: true }],
    ['account-enabled', 'PUT', '/disabled', { disabled: false }],
    ['account-password-reset', 'POST', '/password', undefined],
    ['second-factor-reset', 'DELETE', '/second-factor', undefined],
    ['account-placed', 'PUT', '', { role: 'class-admin', organiser: '另一学校' }],
  ] as const)('%s', async (action, method, path, payload) => {
    const { cookie } = await made();
    const answer = await asAdmin({ method, url: `${accounts}/school${path}`, ...(payload && { payload }) });
    expect(answer.statusCode).toBeLessThan(300);
    expect(await isSignedIn(cookie)).toBe(false);
    const entry = (await entries()).at(-1);
    expect(entry).toMatchObject({ action, by: { user: 'admin' }, data: { user: 'school' } });
  });

  test.each(['/disabled', '/password', '/second-factor', ''])(
    'not to one’s own, nor to none: %s',
    async (path) => {
      const [method, payload] = (
        path === '/password'
          ? ['POST', undefined]
          : path === '/second-factor'
            ? ['DELETE', undefined]
            : ['PUT', path === '' ? { role: 'reviewer', organiser: null } : { disabled: true }]
      ) as ['PUT', object | undefined];
      const ask = (user: string) =>
        asAdmin({ method, url: `${accounts}/${user}${path}`, ...(payload && { payload }) });
      expect((await ask('admin')).statusCode).toBe(409);
      expect((await ask('nobody')).statusCode).toBe(404);
      expect((await entries()).filter(({ action }) => action !== 'login-done')).toEqual([]);
    },
  );
});

test('a disabled account is told so with its password only, and opens again when enabled', async () => {
  const account = await made();
  const set = (disabled: boolean) =>
    asAdmin({ method: 'PUT', url: `${accounts}/school/disabled`, payload: { disabled } });
  await set(true);
  expect((await logIn(account)).json().message).toContain('已停用');
  expect((await logIn({ ...account, password: 'wrong' })).json().message).toBe('用户名或密码错误。');
  await set(false);
  expect((await logIn(account)).statusCode).toBe(200);
});

test('a new password replaces the old one', async () => {
  const account = await made();
  const fresh = (await asAdmin({ method: 'POST', url: `${accounts}/school/password` })).json<NewPassword>();
  expect((await logIn(account)).statusCode).toBe(401);
  expect((await logIn(fresh)).statusCode).toBe(200);
});

test('a new role counts at the next request, with the new organiser’s classes alone', async () => {
  const account = await made();
  const place = { role: 'finance-reviewer', organiser: null };
  await asAdmin({ method: 'PUT', url: `${accounts}/school`, payload: place });
  const session = (await logIn(account)).json();
  expect(session).toMatchObject({ role: 'finance-reviewer', organiser: null });
  expect(session.rights).toContain('decide-money');
  expect(session.rights).not.toContain('write-filings');
});
