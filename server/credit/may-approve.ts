import { AppError } from '../../sync/base/errors.ts';
import { demandWholeJournal } from '../journal/whole-journal.ts';
import type { StoredApproval } from '../storage/credit-store.ts';
import type { Stores } from '../storage/stores.ts';
import type { ClassCredit } from './class-credit.ts';

/** Throws `conflict` while anything is open, or when what credit is judged from was changed in the store. */
export async function demandWhole(
  stores: Stores,
  credit: ClassCredit,
  serverPublicKey: string,
): Promise<void> {
  if (credit.people.length === 0 || credit.people.some(({ totals }) => totals.pending > 0)) {
    throw new AppError('conflict', 'Periods of the class are not over yet: approve when all are.', {
      zh: '本班还有课时未结束（或签退时间未过），全部结束后再核定。',
    });
  }
  if ((await stores.records.countOfClass(credit.class, 'received')) > 0) {
    throw new AppError('conflict', 'Records of the class are being verified: approve in a moment.', {
      zh: '本班还有记录正在核验，请稍后再核定。',
      retryable: true,
    });
  }
  if ((await stores.records.countOfClass(credit.class, 'changed')) > 0) {
    throw new AppError('conflict', 'Records of the class were changed in the store: restore them first.', {
      zh: '服务器上本班的记录被改动，请先从备份恢复，再核定。',
    });
  }
  await demandWholeJournal(stores, serverPublicKey);
  await demandNewestPlan(stores, credit);
}

/** Undoing takes two reviewers: nobody sweeps away alone, by a new version, what stands. */
export function demandNoneStands({ state }: StoredApproval): void {
  if (state !== 'approved' && state !== 'withdrawal-asked') return;
  throw new AppError('conflict', 'An approval stands: two reviewers withdraw it first, then approve anew.', {
    zh: '本班已有核定，须先由两名审核人员撤销，再重新核定。',
  });
}

/** The log names the version that was accepted last: an earlier one is signed as well. */
async function demandNewestPlan(stores: Stores, { class: classId, planVersion }: ClassCredit): Promise<void> {
  const only = { class: classId, actions: ['filing-accepted'] };
  const [entry] = await stores.journal.before(Number.MAX_SAFE_INTEGER, 1, only);
  const accepted = entry?.body.data.planVersion;
  if (accepted === undefined || accepted === planVersion) return;
  throw new AppError('conflict', 'The plan of the class is not the one that was accepted last: restore it.', {
    zh: '服务器上的备案计划不是最后接受的版本，请先从备份恢复，再核定。',
  });
}
