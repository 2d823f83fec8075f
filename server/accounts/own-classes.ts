import type { FastifyRequest } from 'fastify';
import { AppError } from '../../sync/base/errors.ts';
import type { Context } from '../parts.ts';
import { noSuchClass } from '../review/find-class.ts';
import type { Account } from './account.ts';

/** An organiser's people see the classes of their organiser; another's is as if it were not there: `not_found`. */
export async function demandOwnClass({ stores }: Context, account: Account, params: unknown): Promise<void> {
  const { class: classId } = (params ?? {}) as { class?: string };
  if (classId === undefined || account.organiser === null) return;
  if (!(await stores.accounts.isClassOf(classId, account.organiser))) throw noSuchClass();
}

/** After `allow`, on routes of video and photographs by their digest: the same for the class that they are of. */
export function ownFileOnly({ stores }: Context) {
  return async ({ account, params }: FastifyRequest): Promise<void> => {
    const { sha256 } = params as { sha256: string };
    const organiser = account?.organiser ?? null;
    if (organiser === null || (await stores.accounts.isFileOf(sha256, organiser))) return;
    throw new AppError('not_found', 'The file is not here.', { zh: '服务器上没有该文件。' });
  };
}
