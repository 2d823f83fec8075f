import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountCommand } from '../../../server/accounts/command-line.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const run = (given: Parameters<typeof accountCommand>[1]) => accountCommand(server.context, given);
const logIn = async (user: string, password = '') =>
  (await server.inject({ method: 'POST', url: '/api/v1/session', payload: { user, password } })).json();
const actions = async () =>
  (await server.context.stores.journal.after(0, 500)).map(({ body }) => body.action);

test('an account of any role is made, and a second call gives a new password and opens it again', async () => {
  const school = { 'add-account': 'school', role: 'organiser', organiser: '某培训学校' };
  const first = await run(school);
  expect(await logIn('school', first)).toMatchObject({
    role: 'organiser',
    organiser: { name: '某培训学校' },
  });
  await server.context.stores.accounts.change('school', { disabled_at: 1 });
  const second = await run(school);
  expect(await logIn('school', first)).toMatchObject({ code: 'unauthorised' });
  expect(await logIn('school', second)).toMatchObject({ role: 'organiser' });
  const admin = await run({ 'add-account': 'root', role: 'bureau-admin' });
  expect((await logIn('root', admin)).rights).toContain('manage-accounts');
  expect(await logIn('wang', await run({ 'add-reviewer': 'wang' }))).toMatchObject({ role: 'reviewer' });
  expect((await actions()).filter((action) => action === 'account-made')).toHaveLength(3);
});

test('who is locked out of their second factor is let in', async () => {
  await server.context.stores.accounts.change('reviewer', { totp: 'sealed' });
  expect(await logIn('reviewer', server.reviewer.password)).toMatchObject({ code: 'second_factor_needed' });
  expect(await run({ 'reset-second-factor': 'reviewer' })).toContain('reviewer');
  expect(await logIn('reviewer', server.reviewer.password)).toMatchObject({ user: 'reviewer' });
  expect((await actions()).at(-2)).toBe('second-factor-reset');
});

test('a token that leaked is ended: it lets nobody in, and the others do', async () => {
  const pull = (token = '') =>
    server.inject({ url: '/api/v1/credits', headers: { authorization: `Bearer ${token}` } });
  const [leaked, other] = [await run({ 'add-pull-token': '局端' }), await run({ 'add-pull-token': '财政' })];
  expect((await pull(leaked)).statusCode).toBe(200);
  expect(await run({ 'end-pull-token': '局端' })).toContain('局端');
  expect((await pull(leaked)).json()).toMatchObject({ code: 'unauthorised' });
  expect((await pull(other)).statusCode).toBe(200);
  expect((await actions()).at(-1)).toBe('pull-token-ended');
});

test.each([
  ['no such token', { 'end-pull-token': '不存在' }, 'label is that of no token'],
  ['no role', { 'add-account': 'x1' }, 'role must be one of organiser'],
  ['a role that is none', { 'add-account': 'x1', role: 'root' }, 'role must be one of organiser'],
  ['a bad name', { 'add-account': 'a b', role: 'reviewer' }, 'user must be 2 to 40'],
  ['no organiser', { 'add-account': 'x1', role: 'organiser' }, 'organiser is needed'],
  ['nobody', { 'reset-second-factor': 'nobody' }, 'no account of this name'],
])('%s is told', async (_name, given, message) => {
  await expect(run(given)).rejects.toThrow(message);
});

test('nothing about accounts was asked for', async () => {
  expect(await run({})).toBeUndefined();
});
