import type { FastifyRequest } from 'fastify';
import { AppError } from '../../sync/base/errors.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import type { Context } from '../parts.ts';
import { type GuardHook, guarding } from './guards.ts';

/** Lets only a system with a pull token through (`Authorization: Bearer …`). */
export function pullTokenOnly({ stores }: Context): GuardHook {
  return guarding('pull-token', async (request: FastifyRequest) => {
    const token = /^Bearer ([\w-]{8,200})$/.exec(request.headers.authorization ?? '')?.[1];
    if (token && (await stores.accounts.hasPullToken(sha256(token)))) return;
    throw new AppError('unauthorised', 'A valid pull token is needed: Authorization: Bearer TOKEN.', {
      zh: '需要有效的拉取令牌：Authorization: Bearer 令牌。',
    });
  });
}
