import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { type Actor, Login, Session } from '../../sync/contract/accounts.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import type { App, Context } from '../parts.ts';
import type { StoredAccount } from '../storage/account-store.ts';
import type { Account } from './account.ts';
import { anybody, type GuardHook, guarding } from './guards.ts';
import { LogIn } from './log-in.ts';
import { demandOwnClass } from './own-classes.ts';
import { decidesMoney, hasRight, type Right, rightsOf } from './rights.ts';

export type { Account };

const cookieName = 'keqin_session';

/** Somebody signs in, asks who is signed in, and signs out. */
export function sessionRoutes(app: App, context: Context): void {
  const logIn = new LogIn(context);
  const tags = ['accounts'];

  app.post(
    '/api/v1/session',
    { onRequest: anybody, schema: { tags, body: Login, response: { 200: Session } } },
    async (request, reply) => {
      const { token, account } = await logIn.run(request.body);
      keepSession(request, reply, token);
      return sessionOf(context, toAccount(context, account));
    },
  );

  app.get(
    '/api/v1/session',
    { onRequest: allow(context, 'own-account'), schema: { tags, response: { 200: Session } } },
    async (request) => sessionOf(context, accountOf(request)),
  );

  app.delete(
    '/api/v1/session',
    { onRequest: allow(context, 'own-account'), schema: { tags, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await context.stores.sessions.end(tokenHashOf(request));
      return reply.clearCookie(cookieName, { path: '/' }).code(204).send(null);
    },
  );
}

/**
 * Lets only accounts through that have this right; on routes of a class (`:class`) an organiser's people only for
 * their own ones. Throws `unauthorised`, `forbidden`, or `not_found` for another's class.
 */
export function allow(context: Context, right: Right): GuardHook {
  return guarding({ right }, async (request) => {
    const account = await signedIn(context, request);
    request.account = account;
    await demandOwnClass(context, account, request.params);
    if (account.mustEnrol && right !== 'own-account') throw enrolFirst();
    if (!hasRight(account.role, right)) throw notAllowed();
  });
}

/** Who asks, on a route that uses `allow`. */
export function accountOf(request: FastifyRequest): Account {
  if (request.account === null) throw new Error('a route for accounts must use allow');
  return request.account;
}

/** The same, as the journal names them. */
export function actorOf(request: FastifyRequest): Actor {
  const { user, role } = accountOf(request);
  return { kind: 'account', user, role };
}

/** The digest by which the request's session is known. */
export function tokenHashOf(request: FastifyRequest): string {
  return sha256(request.cookies[cookieName] ?? '');
}

async function signedIn(context: Context, request: FastifyRequest): Promise<Account> {
  const { stores, clock } = context;
  const user =
    request.cookies[cookieName] && (await stores.sessions.userOf(tokenHashOf(request), clock.now()));
  const stored = user ? await stores.accounts.find(user) : undefined;
  if (stored && stored.disabled_at === null) return toAccount(context, stored);
  throw new AppError('unauthorised', 'Sign in first: there is no session, or it has ended.', {
    zh: '请先登录：尚未登录或登录已过期。',
  });
}

function toAccount({ secondFactor }: Context, { user, role, organiser_id, totp }: StoredAccount): Account {
  const mustEnrol = secondFactor === 'required' && decidesMoney(role) && totp === null;
  return { user, role, organiser: organiser_id, mustEnrol };
}

async function sessionOf({ stores }: Context, account: Account): Promise<Session> {
  const { user, role, mustEnrol } = account;
  const organiser = account.organiser ? await stores.accounts.organiser(account.organiser) : undefined;
  const rights: Right[] = mustEnrol ? ['own-account'] : rightsOf(role);
  return { user, role, organiser: organiser ?? null, rights, mustEnrol };
}

function keepSession(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = request.protocol === 'https';
  reply.setCookie(cookieName, token, { httpOnly: true, sameSite: 'strict', secure, path: '/' });
}

function notAllowed(): AppError {
  return new AppError('forbidden', 'Your account may not do this.', { zh: '您的账号没有此项权限。' });
}

function enrolFirst(): AppError {
  return new AppError('forbidden', 'Enrol a second factor first: My account.', {
    zh: '请先到“我的账号”启用二次验证，再使用其他功能。',
  });
}
