import type { Actor } from '../../sync/contract/accounts.ts';
import type { CreditApproval } from '../../sync/contract/credit-approval.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import { hashLeaf } from '../../sync/evidence/tlog/tree-hash.ts';
import type { Context } from '../parts.ts';
import { inTransaction } from '../storage/stores.ts';
import { LineTree, newestApproval } from './approvals.ts';
import type { ClassCredit } from './class-credit.ts';
import { creditLines } from './credit-lines.ts';
import { creditOfClass } from './credit-of-class.ts';
import { changedSince } from './faults.ts';
import { gatherFacts } from './gather-facts.ts';
import { demandNoneStands, demandWhole } from './may-approve.ts';
import { classDigest } from './seen.ts';

export interface Approving {
  readonly classId: string;
  readonly by: Actor;
  /** Digest of the credit that was seen. */
  readonly basedOn: string;
}

/**
 * 核定考勤: freezes the credit of a class as a new version. Throws `conflict` while anything is still open or an earlier
 * version stands, when it is not the credit that was seen, or when its facts cannot be read.
 */
export async function approve(
  context: Context,
  { classId, by, basedOn }: Approving,
): Promise<CreditApproval> {
  return inTransaction(context.database, async (stores) => {
    const credit = creditOfClass(await gatherFacts(context, classId, stores));
    await demandWhole(stores, credit, context.serverKey.publicKey);
    const digest = classDigest(credit);
    if (digest !== basedOn) throw changedSince();
    const before = await newestApproval({ ...context, stores }, classId);
    if (before) demandNoneStands(before);
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

/** Of all lines; those of exams are not counted. */
function countsOf({ people, periods }: ClassCredit): CreditApproval['counts'] {
  const credits = people.flatMap((one) => one.credits);
  const counted = credits.filter(({ counts }) => counts).length;
  const held = credits.filter(({ state, decision }) => state === 'held' && decision === null).length;
  const notCounted = credits.length - counted - held;
  return { people: people.length, periods: periods.length, counted, held, notCounted };
}
