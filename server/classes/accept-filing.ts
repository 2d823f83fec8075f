import { AppError } from '../../sync/base/errors.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import type { Filing } from '../storage/filing-rows.ts';
import type { FilingChange } from '../storage/filing-store.ts';
import type { Stores } from '../storage/stores.ts';
import { refuseWrong } from './check-filing.ts';
import { type Doer, errorsOf, filedBefore } from './filing-parts.ts';
import { makePlan, renumberedIn } from './make-plan.ts';
import { planDifference } from './plan-difference.ts';

/** What becomes of a filing, and what the journal says of it. */
export interface Outcome {
  readonly change: Omit<FilingChange, 'changedAt'>;
  readonly action: string;
  readonly class: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * A reviewer accepts: the plan is signed and saved in the transaction of `stores`. A change that comes late waits for
 * a second reviewer. Throws `invalid_input` for a filing that is wrong, `conflict` for the same reviewer twice.
 */
export async function acceptFiling(
  context: Context,
  stores: Stores,
  { account }: Doer,
  filing: Filing,
): Promise<Outcome> {
  const now = context.clock.now();
  const { content, organiserId } = filing;
  const before = await filedBefore(context, stores, filing.classId);
  // Who agreed first agreed to a change of the plan that stood then.
  const isMoved = before !== undefined && before.plan.filedAt >= filing.changedAt;
  const firstBy = isMoved ? null : filing.firstBy;
  refuseWrong(await errorsOf(stores, content, before, organiserId));
  const { plan, people } = makePlan(content, before, now);
  const isLate =
    before !== undefined && planDifference(before.plan, plan, now, renumberedIn(people, before)).isLate;
  const beforeVersion = before?.plan.version ?? null;

  if (isLate && firstBy === null) {
    const change = { state: 'half-accepted', firstBy: account.user } as const;
    return { change, action: 'filing-half-accepted', class: plan.class, data: { beforeVersion } };
  }
  if (firstBy === account.user) throw sameReviewer();

  await stores.classes.save(sealStatement('plan', plan, context.serverKey), people, organiserId);
  if (before) {
    await stores.filings.addPlanChange({
      ...{ class_id: plan.class, version: plan.version, before_version: before.plan.version },
      ...{ is_late: isLate ? 1 : 0, filing_id: filing.id, at: now },
      ...{ first_by: firstBy, second_by: account.user },
    });
  }
  return {
    change: { state: 'accepted', classId: plan.class, decidedBy: account.user, decidedAt: now, reason: null },
    action: 'filing-accepted',
    class: plan.class,
    data: { planVersion: plan.version, beforeVersion, isLate },
  };
}

function sameReviewer(): AppError {
  return new AppError(
    'conflict',
    'You accepted this late change already: another reviewer must accept it, too.',
    { zh: '您已同意过这项逾期变更，须由另一名审核员再次同意。' },
  );
}
