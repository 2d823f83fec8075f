import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import type { AccountRole, Actor } from '../../sync/contract/accounts.ts';
import { Login, Session } from '../../sync/contract/review.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import type { App, Context } from '../parts.ts';
import { hasRight, type Right } from './rights.ts';
import { isPassword, randomSecret } from './secrets.ts';
import { TryThrottle } from './try-throttle.ts';

export interface Account {
  readonly user: string;
  readonly role: AccountRole;
  /** The organiser (an id) whose classes alone an organiser or a class admin sees; null for the bureau's people. */
  readonly organiser: string | null;
}

const cookieName = 'keqin_session';
const lastsMs = 12 * 3_600_000;

/** A reviewer signs in, asks who is signed in, and signs out. */
export function sessionRoutes(app: App, context: Context): void {
  const { stores, clock } = context;
  const throttle = new TryThrottle(clock);
  const tags = ['review'];

  app.post(
    '/api/v1/session',
    { schema: { tags, body: Login, response: { 200: Session } } },
    async (request, reply) => {
      const { user, password } = request.body;
      throttle.begin(user);
      if (!(await isPassword(password, await stores.accounts.passwordHash(user)))) throw wrongPassword();
      throttle.succeed(user);
      const token = randomSecret();
      await stores.accounts.dropExpiredSessions(clock.now());
      await stores.accounts.addSession(sha256(token), user, clock.now() + lastsMs);
      const secure = request.protocol === 'https';
      reply.setCookie(cookieName, token, { httpOnly: true, sameSite: 'strict', secure, path: '/' });
      return { user, role: 'reviewer' as const };
    },
  );

  app.get(
    '/api/v1/session',
    { onRequest: reviewerOnly(context), schema: { tags, response: { 200: Session } } },
    async (request) => ({ user: userOf(request), role: 'reviewer' as const }),
  );

  app.delete(
    '/api/v1/session',
    { onRequest: reviewerOnly(context), schema: { tags, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await stores.accounts.endSession(sha256(request.cookies[cookieName] ?? ''));
      return reply.clearCookie(cookieName, { path: '/' }).code(204).send(null);
    },
  );
}

/** Lets only accounts through that have this right. Throws `unauthorised`, or `forbidden`. */
export function allow(context: Context, right: Right) {
  const signedIn = reviewerOnly(context);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await signedIn(request, reply);
    if (hasRight(accountOf(request).role, right)) return;
    throw new AppError('forbidden', 'Your account may not do this.', { zh: '您的账号没有此项权限。' });
  };
}

/** Who asks, on a route that uses `allow`. */
export function accountOf(request: FastifyRequest): Account {
  return { user: userOf(request), role: 'reviewer', organiser: null };
}

/** The same, as the journal names them. */
export function actorOf(request: FastifyRequest): Actor {
  const { user, role } = accountOf(request);
  return { kind: 'account', user, role };
}

/** Lets only a signed-in reviewer through. */
export function reviewerOnly({ stores, clock }: Context) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const token = request.cookies[cookieName];
    const user = token && (await stores.accounts.sessionUser(sha256(token), clock.now()));
    if (!user) {
      throw new AppError('unauthorised', 'Sign in first: there is no session, or it has ended.', {
        zh: '请先登录：尚未登录或登录已过期。',
      });
    }
    request.user = user;
  };
}

/** The reviewer of a request that `reviewerOnly` let through. */
export function userOf(request: FastifyRequest): string {
  if (request.user === null) throw new Error('a route for reviewers must use reviewerOnly');
  return request.user;
}

function wrongPassword(): AppError {
  return new AppError('unauthorised', 'The user or the password is wrong.', { zh: '用户名或密码错误。' });
}
