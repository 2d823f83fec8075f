import type { FastifyRequest } from 'fastify';
import { AppError } from '../../sync/base/errors.ts';
import type { Actor } from '../../sync/contract/accounts.ts';
import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingError, FilingState } from '../../sync/contract/filing-review.ts';
import { type Account, accountOf, actorOf } from '../accounts/session-routes.ts';
import type { Context } from '../parts.ts';
import { findPlan } from '../review/find-class.ts';
import type { Filing } from '../storage/filing-rows.ts';
import type { Stores } from '../storage/stores.ts';
import { filingErrors } from './check-filing.ts';
import { problem } from './filing-problem.ts';
import { type FiledBefore, idErrors } from './make-plan.ts';

/** Who does something with a filing. */
export interface Doer {
  readonly account: Account;
  readonly actor: Actor;
}

export function doerOf(request: FastifyRequest): Doer {
  return { account: accountOf(request), actor: actorOf(request) };
}

/** A filing that the account may see; throws `not_found` for another organiser's, too. */
export async function visibleFiling(stores: Stores, account: Account, id: string): Promise<Filing> {
  const filing = await stores.filings.find(id);
  if (filing && (account.organiser === null || filing.organiserId === account.organiser)) return filing;
  throw new AppError('not_found', 'There is no filing of this id.', { zh: '没有该编号的备案。' });
}

/** The class that a filing changes; undefined for a new one. Throws as `findPlan`. */
export async function filedBefore(
  context: Context,
  stores: Stores,
  classId: string | null,
): Promise<FiledBefore | undefined> {
  if (classId === null) return undefined;
  const plan = await findPlan({ ...context, stores }, classId);
  return { plan, people: await stores.classes.people(classId) };
}

/** Everything that keeps this content from being handed in by this organiser (null: by the bureau). */
export async function errorsOf(
  stores: Stores,
  content: FilingContent,
  before: FiledBefore | undefined,
  organiser: string | null,
): Promise<readonly FilingError[]> {
  return [
    ...filingErrors(content),
    ...idErrors(content, before?.people ?? []),
    ...(organiser === null ? [] : await organiserErrors(stores, content, organiser)),
    ...(await photoErrors(stores, content, organiser)),
  ];
}

/** An organiser files under its own name. */
async function organiserErrors(
  stores: Stores,
  content: FilingContent,
  organiser: string,
): Promise<FilingError[]> {
  const name = (await stores.accounts.organiser(organiser))?.name;
  if (name === undefined || ['', name].includes(content.organiser.trim())) return [];
  return [problem('organiser', `培训机构应为“${name}”`, 'is not the name that this organiser is known by')];
}

async function photoErrors(
  stores: Stores,
  { dossier }: FilingContent,
  organiser: string | null,
): Promise<FilingError[]> {
  const errors: FilingError[] = [];
  for (const [index, { photos, name }] of dossier.entries()) {
    for (const [place, sha256] of photos.entries()) {
      if (await stores.filings.photo(sha256, organiser)) continue;
      const zh = `设备“${name}”的照片没有上传，请先上传照片`;
      errors.push(problem(`dossier[${index}].photos[${place}]`, zh, 'was not uploaded: upload it first'));
    }
  }
  return errors;
}

const stateZh: Record<FilingState, string> = {
  draft: '草稿',
  submitted: '已提交',
  'half-accepted': '待第二名审核员同意',
  returned: '已退回',
  accepted: '已接受',
  withdrawn: '已撤回',
};

/** Somebody else was faster, or what is asked does not fit the state that the filing is in. */
export function movedOn({ state, decidedBy }: Filing): AppError {
  const who = decidedBy === null ? '' : `，处理人 ${decidedBy}`;
  return new AppError(
    'conflict',
    `The filing was changed by somebody else in the meantime (it is ${state} now): load it again.`,
    { zh: `此备案已被他人改动（现为“${stateZh[state]}”${who}），请刷新后再操作。` },
  );
}
