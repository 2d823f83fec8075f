import { AppError } from '../../sync/base/errors.ts';
import type { Actor } from '../../sync/contract/accounts.ts';
import type { CreditApproval } from '../../sync/contract/credit-approval.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { hashLeaf } from '../../sync/evidence/tlog/tree-hash.ts';
import type { Context } from '../parts.ts';
import { inTransaction, type Stores } from '../storage/stores.ts';
import { LineTree, newestApproval } from './approvals.ts';
import type { ClassCredit } from './class-credit.ts';
import { creditLines } from './credit-lines.ts';
import { creditOfClass } from './credit-of-class.ts';
import { changedSince } from './faults.ts';
import { gatherFacts } from './gather-facts.ts';
import { classDigest } from './seen.ts';

export interface Approving {
  readonly classId: string;
  readonly by: Actor;
  /** Digest of the credit that was seen. */
  readonly basedOn: string;
}

/**
 * 核定考勤: freezes the credit of a class as a new version, which supersedes those before. Throws `conflict` while
 * anything is still open, when it is not the credit that was seen, or when its facts cannot be read.
 */
export async function approve(
  context: Context,
  { classId, by, basedOn }: Approving,
): Promise<CreditApproval> {
  return inTransaction(context.database, async (stores) => {
    const credit = creditOfClass(await gatherFacts(context, classId, stores));
    await demandWhole(stores, credit);
    const digest = classDigest(credit);
    if (digest !== basedOn) throw changedSince();
    const before = await newestApproval({ ...context, stores }, classId);
    const lines = creditLines(credit);
    const tree = await LineTree.of(lines.map(({ text }) => hashLeaf(Buffer.from(text)).toString('hex')));
    const head = await stores.journal.head();
    const body: CreditApproval = {
      v: 1,
      class: classId,
      version: (before?.version ?? 0) + 1,
      planVersion: credit.planVersion,
      profile: credit.profile.id,
      profileVersion: credit.profile.version,
      at: context.clock.now(),
      by,
      counts: countsOf(credit),
      size: lines.length,
      root: await tree.root(),
      journal: { seq: String(head?.seq ?? 0), digest: head?.digest ?? '0'.repeat(64) },
    };
    await stores.credit.addApproval(sealStatement('credit-approval', body, context.serverKey), digest, lines);
    const { version, root, size, counts } = body;
    const data = { version, root, size, counts, supersedes: before?.version ?? null };
    const deed = { at: body.at, by, action: 'credit-approved', class: classId, data };
    await stores.journal.append(deed, context.serverKey);
    return body;
  });
}

async function demandWhole(stores: Stores, credit: ClassCredit): Promise<void> {
  if (credit.people.length === 0 || credit.people.some(({ totals }) => totals.pending > 0)) {
    throw new AppError('conflict', 'Periods of the class are not over yet: approve when all are.', {
      zh: '本班还有课时未结束（或签退时间未过），全部结束后再核定。',
    });
  }
  if ((await stores.creditFacts.countOf(credit.class, 'received')) > 0) {
    throw new AppError('conflict', 'Records of the class are being verified: approve in a moment.', {
      zh: '本班还有记录正在核验，请稍后再核定。',
      retryable: true,
    });
  }
  if ((await stores.creditFacts.countOf(credit.class, 'changed')) > 0) {
    throw new AppError('conflict', 'Records of the class were changed in the store: restore them first.', {
      zh: '服务器上本班的记录被改动，请先从备份恢复，再核定。',
    });
  }
}

/** Of all lines; those of exams are not counted. */
function countsOf({ people, periods }: ClassCredit): CreditApproval['counts'] {
  const credits = people.flatMap((one) => one.credits);
  const counted = credits.filter(({ counts }) => counts).length;
  const held = credits.filter(({ state, decision }) => state === 'held' && decision === null).length;
  const notCounted = credits.length - counted - held;
  return { people: people.length, periods: periods.length, counted, held, notCounted };
}
