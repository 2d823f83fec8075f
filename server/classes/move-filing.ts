import { AppError } from '../../sync/base/errors.ts';
import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingState } from '../../sync/contract/filing-review.ts';
import type { Context } from '../parts.ts';
import type { Filing } from '../storage/filing-rows.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { acceptFiling, type Outcome } from './accept-filing.ts';
import { refuseWrong } from './check-filing.ts';
import { type Doer, errorsOf, filedBefore, movedOn, visibleFiling } from './filing-parts.ts';

/** A filing as its mover saw it. */
export interface Seen {
  readonly id: string;
  readonly version: number;
}

/** The organiser hands it in. Throws `invalid_input` naming the first error; `conflict` when it moved on. */
export function submitFiling(context: Context, doer: Doer, seen: Seen): Promise<Filing> {
  return move(context, doer, seen, ['draft', 'returned'], async (stores, filing) => {
    const before = await filedBefore(context, stores, filing.classId);
    refuseWrong(await errorsOf(stores, filing.content, before, filing.organiserId));
    return {
      change: { state: 'submitted', submittedAt: context.clock.now(), reason: null, firstBy: null },
      ...{ action: 'filing-submitted', class: filing.classId, data: {} },
    };
  });
}

export function withdrawFiling(context: Context, doer: Doer, seen: Seen): Promise<Filing> {
  const from = ['draft', 'submitted', 'half-accepted', 'returned'] as const;
  return move(context, doer, seen, from, async (_stores, filing) => ({
    change: { state: 'withdrawn', firstBy: null },
    ...{ action: 'filing-withdrawn', class: filing.classId, data: {} },
  }));
}

/** A reviewer gives it back with a reason, which stays with the filing and out of the journal. */
export function returnFiling(context: Context, doer: Doer, seen: Seen, reason: string): Promise<Filing> {
  return move(context, doer, seen, ['submitted', 'half-accepted'], async (_stores, filing) => ({
    change: {
      ...{ state: 'returned', reason: reason.trim(), firstBy: null },
      ...{ decidedBy: doer.account.user, decidedAt: context.clock.now() },
    },
    ...{ action: 'filing-returned', class: filing.classId, data: {} },
  }));
}

/** `planVersion`: the plan that the reviewer saw it compared with; null for a new class. */
export function decideFiling(
  context: Context,
  doer: Doer,
  seen: Seen & { readonly planVersion: number | null },
): Promise<Filing> {
  return move(context, doer, seen, ['submitted', 'half-accepted'], async (stores, filing) => {
    if (filing.madeBy === doer.account.user && filing.state === 'submitted') throw ownFiling();
    const before = await filedBefore(context, stores, filing.classId);
    if ((before?.plan.version ?? null) !== seen.planVersion) throw planMovedOn();
    return acceptFiling(context, stores, doer, filing);
  });
}

/** The organiser writes another content into a draft, or into one that came back. */
export function editFiling(
  context: Context,
  doer: Doer,
  seen: Seen,
  content: FilingContent,
): Promise<Filing> {
  return move(context, doer, seen, ['draft', 'returned'], async (_stores, filing) => {
    if ((content.class ?? null) !== (filing.isChange ? filing.classId : null)) throw otherClass();
    return { change: { content }, ...{ action: 'filing-edited', class: filing.classId, data: {} } };
  });
}

/** One step, whole: the filing is as it was seen, the work is done, and the journal says so. */
function move(
  context: Context,
  doer: Doer,
  { id, version }: Seen,
  from: readonly FilingState[],
  work: (stores: Stores, filing: Filing) => Promise<Outcome>,
): Promise<Filing> {
  return inTransaction(context.database, async (stores) => {
    const filing = await visibleFiling(stores, doer.account, id);
    if (filing.version !== version || !from.includes(filing.state)) throw movedOn(filing);
    const outcome = await work(stores, filing);
    return write(context, stores, doer, filing, outcome);
  });
}

/** Stores what became of a filing with its entry in the journal. */
export async function write(
  context: Context,
  stores: Stores,
  { actor }: Doer,
  filing: Filing,
  { change, action, class: classId, data }: Outcome,
): Promise<Filing> {
  const at = context.clock.now();
  const written = await stores.filings.change(filing.id, filing.version, { ...change, changedAt: at });
  if (!written) throw movedOn(filing);
  const said = { filing: filing.id, version: filing.version + 1, ...data };
  await stores.journal.append({ at, by: actor, action, class: classId, data: said }, context.serverKey);
  return { ...filing, ...change, version: filing.version + 1, changedAt: at };
}

/** An organiser's account may have become a reviewer's. */
function ownFiling(): AppError {
  return new AppError('conflict', 'You made this filing: another reviewer must decide about it.', {
    zh: '备案由您填报，须由另一名审核人员处理。',
  });
}

function planMovedOn(): AppError {
  return new AppError(
    'conflict',
    'The plan of the class was changed in the meantime: load the filing again.',
    {
      zh: '该班次的计划刚被另一项变更改动，请刷新后核对差异再处理。',
    },
  );
}

function otherClass(): AppError {
  return new AppError('invalid_input', 'filing: class must stay as it is.', {
    zh: '备案所变更的班次不能改换，请另建备案。',
    field: 'content.class',
  });
}
