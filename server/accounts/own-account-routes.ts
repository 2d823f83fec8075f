import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import {
  OwnAccount,
  PasswordChange,
  RecoveryCodes,
  SecondFactorOrder,
  SecondFactorProof,
  SecondFactorSecret,
} from '../../sync/contract/accounts.ts';
import type { App, Context } from '../parts.ts';
import { OwnAccounts } from './own-account.ts';
import { accountOf, allow, tokenHashOf } from './session-routes.ts';

/** Everybody sees to the password and the second factor of their own account. */
export function ownAccountRoutes(app: App, context: Context): void {
  const own = { onRequest: allow(context, 'own-account') };
  const accounts = new OwnAccounts(context);
  const tags = ['accounts'];
  const who = (request: FastifyRequest) => ({
    user: accountOf(request).user,
    session: tokenHashOf(request),
  });

  app.get('/api/v1/account', { ...own, schema: { tags, response: { 200: OwnAccount } } }, async (request) =>
    accounts.show(accountOf(request).user),
  );
  app.post(
    '/api/v1/account/password',
    { ...own, schema: { tags, body: PasswordChange, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { password, next } = request.body;
      if (next === password) throw samePassword();
      await accounts.changePassword(who(request), password, next);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/account/second-factor',
    { ...own, schema: { tags, body: SecondFactorOrder, response: { 200: SecondFactorSecret } } },
    async (request) => accounts.beginEnrolment(who(request), request.body),
  );
  app.put(
    '/api/v1/account/second-factor',
    { ...own, schema: { tags, body: SecondFactorProof, response: { 200: RecoveryCodes } } },
    async (request) => ({ codes: await accounts.endEnrolment(who(request), request.body.code) }),
  );
}

function samePassword(): AppError {
  return new AppError('invalid_input', 'The new password is the old one.', {
    zh: '新密码不能与原密码相同。',
    field: 'next',
  });
}
