import { Type } from 'typebox';
import {
  AccountDisabling,
  AccountList,
  AccountPlace,
  NewAccount,
  NewPassword,
} from '../../sync/contract/accounts.ts';
import type { App, Context } from '../parts.ts';
import {
  makeAccount,
  placeAccount,
  resetPassword,
  resetSecondFactor,
  setDisabled,
} from './manage-accounts.ts';
import { actorOf, allow } from './session-routes.ts';

const tags = ['accounts'];
const OfUser = Type.Object({ user: Type.String({ minLength: 1, maxLength: 60 }) });
const done = { 204: Type.Null() };

/** An administrator of the bureau makes accounts, and helps people who are locked out. */
export function accountRoutes(app: App, context: Context): void {
  const manager = { onRequest: allow(context, 'manage-accounts') };

  app.get('/api/v1/accounts', { ...manager, schema: { tags, response: { 200: AccountList } } }, async () =>
    accountList(context),
  );
  app.post(
    '/api/v1/accounts',
    { ...manager, schema: { tags, body: NewAccount, response: { 201: NewPassword } } },
    async (request, reply) =>
      reply.code(201).send(await makeAccount(context, actorOf(request), request.body)),
  );
  app.put(
    '/api/v1/accounts/:user',
    { ...manager, schema: { tags, params: OfUser, body: AccountPlace, response: done } },
    async (request, reply) => {
      await placeAccount(context, actorOf(request), request.params.user, request.body);
      return reply.code(204).send(null);
    },
  );
  app.put(
    '/api/v1/accounts/:user/disabled',
    { ...manager, schema: { tags, params: OfUser, body: AccountDisabling, response: done } },
    async (request, reply) => {
      await setDisabled(context, actorOf(request), request.params.user, request.body.disabled);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/accounts/:user/password',
    { ...manager, schema: { tags, params: OfUser, response: { 200: NewPassword } } },
    async (request) => resetPassword(context, actorOf(request), request.params.user),
  );
  app.delete(
    '/api/v1/accounts/:user/second-factor',
    { ...manager, schema: { tags, params: OfUser, response: done } },
    async (request, reply) => {
      await resetSecondFactor(context, actorOf(request), request.params.user);
      return reply.code(204).send(null);
    },
  );
}

async function accountList({ stores }: Context): Promise<AccountList> {
  const organisers = [...(await stores.accounts.organisers())];
  const accounts = (await stores.accounts.all()).map((account) => ({
    user: account.user,
    role: account.role,
    organiser: organisers.find(({ id }) => id === account.organiser_id) ?? null,
    secondFactor: account.totp !== null,
    madeAt: account.made_at,
    lastLoginAt: account.last_login_at,
    disabledAt: account.disabled_at,
  }));
  return { accounts, organisers };
}
