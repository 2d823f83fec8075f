import { AppError } from '../../sync/base/errors.ts';
import { randomId } from '../../sync/base/ids.ts';
import type { ClassFiling } from '../../sync/contract/class-plan.ts';
import type { FilingContent } from '../../sync/contract/filing.ts';
import type { Context } from '../parts.ts';
import type { Filing } from '../storage/filing-rows.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { acceptFiling } from './accept-filing.ts';
import type { Doer } from './filing-parts.ts';
import { write } from './move-filing.ts';

/** Keeps a new draft of an organiser. Throws `not_found` when it changes a class that is not theirs. */
export function addDraft(context: Context, doer: Doer, content: FilingContent): Promise<Filing> {
  return inTransaction(context.database, async (stores) => {
    const { organiser } = doer.account;
    if (content.class !== undefined) await refuseForeignClass(stores, content.class, organiser);
    const filing = newFiling(context, doer, content, organiser);
    await stores.filings.add(filing);
    const { id, version, classId, changedAt: at } = filing;
    const deed = { at, by: doer.actor, action: 'filing-made', class: classId, data: { filing: id, version } };
    await stores.journal.append(deed, context.serverKey);
    return filing;
  });
}

/**
 * A reviewer files on behalf: handed in and accepted in one, by the same checks. A late change waits for a second
 * reviewer like any other.
 */
export function fileOnBehalf(context: Context, doer: Doer, content: FilingContent): Promise<Filing> {
  return inTransaction(context.database, async (stores) => {
    if (content.class !== undefined) await refuseForeignClass(stores, content.class, null);
    const organiser = await organiserOf(stores, content);
    const submitted = { state: 'submitted', submittedAt: context.clock.now() } as const;
    const filing = { ...newFiling(context, doer, content, organiser), ...submitted };
    await stores.filings.add(filing);
    const { id, version, classId, changedAt: at } = filing;
    const said = { at, action: 'filing-submitted', class: classId, data: { filing: id, version } };
    await stores.journal.append({ ...said, by: doer.actor }, context.serverKey);
    return write(context, stores, doer, filing, await acceptFiling(context, stores, doer, filing));
  });
}

/** A bare filing, as it is sent without a ledger. */
export function contentOf(filing: ClassFiling): FilingContent {
  return { ...filing, operators: [], dossier: [] };
}

function newFiling(context: Context, doer: Doer, content: FilingContent, organiser: string | null): Filing {
  return {
    id: randomId('fil'),
    organiserId: organiser,
    classId: content.class ?? null,
    isChange: content.class !== undefined,
    state: 'draft',
    version: 1,
    content,
    madeBy: doer.account.user,
    changedAt: context.clock.now(),
    ...{ submittedAt: null, firstBy: null, decidedBy: null, decidedAt: null, reason: null },
  };
}

/** Whose class it is: as before, or by the name that is filed. */
async function organiserOf(stores: Stores, content: FilingContent): Promise<string | null> {
  if (content.class !== undefined) return stores.classes.organiserOf(content.class);
  return (await stores.accounts.organiserByName(content.organiser))?.id ?? null;
}

/** Throws `not_found` alike for a class that is not there and for one that this organiser may not change. */
export async function refuseForeignClass(
  stores: Stores,
  classId: string,
  organiser: string | null,
): Promise<void> {
  const { accounts, classes } = stores;
  const mayChange =
    organiser === null
      ? (await classes.find(classId)) !== undefined
      : await accounts.isClassOf(classId, organiser);
  if (mayChange) return;
  throw new AppError('not_found', 'There is no class of this id to file a change of.', {
    zh: '没有该编号的班次，无法提交变更。',
    field: 'class',
  });
}
