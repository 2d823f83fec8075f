import { AppError } from '../../sync/base/errors.ts';
import type { Actor } from '../../sync/contract/accounts.ts';
import { demandNoNumbers } from '../journal/no-numbers.ts';
import type { Context } from '../parts.ts';
import type { StoredApproval } from '../storage/credit-store.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { newestApproval } from './approvals.ts';
import { noSuchApproval } from './faults.ts';

export interface Withdrawing {
  readonly classId: string;
  readonly version: number;
  readonly by: Extract<Actor, { kind: 'account' }>;
  readonly reason: string;
}

/**
 * Undoing an approval takes two reviewers: the first asks, another one agrees. Gives the log's entry. Throws
 * `not_found`, and `conflict` for the same reviewer twice, or when it is undone or superseded already.
 */
export async function withdrawApproval(context: Context, order: Withdrawing): Promise<string> {
  const { classId, version, by, reason } = order;
  demandNoNumbers(reason);
  return inTransaction(context.database, async (stores) => {
    const approval = await newestApproval({ ...context, stores }, classId);
    if (approval?.version !== version) throw await tooLate(stores, order);
    const isSecond = demandStanding(approval, by.user);
    const { id, asked_by: askedBy } = approval;
    await stores.credit.setState(
      id,
      isSecond ? 'withdrawn' : 'withdrawal-asked',
      isSecond ? askedBy : by.user,
    );
    const action = isSecond ? 'credit-approval-withdrawn' : 'credit-approval-withdrawal-asked';
    const deed = { at: context.clock.now(), by, action, class: classId, data: { version, reason } };
    return (await stores.journal.append(deed, context.serverKey)).body.seq;
  });
}

/** Whether another reviewer has asked already. */
function demandStanding({ state, asked_by: askedBy }: StoredApproval, user: string): boolean {
  if (state === 'withdrawn') {
    throw new AppError('conflict', 'The approval is withdrawn already.', { zh: '该版核定已经撤销。' });
  }
  if (state === 'approved') return false;
  if (askedBy !== user) return true;
  throw new AppError('conflict', 'You asked for it: another reviewer must agree.', {
    zh: '撤销由您提出，须由另一名审核人员确认。',
  });
}

async function tooLate(stores: Stores, { classId, version }: Withdrawing): Promise<AppError> {
  if (!(await stores.credit.approval(classId, version))) return noSuchApproval();
  return new AppError('conflict', 'A later version took the place of this approval.', {
    zh: '该版核定已被更新的版本取代。',
  });
}
