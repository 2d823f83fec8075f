import { openStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';

export const feedActions = ['credit-approved', 'credit-approval-withdrawn'];
/** An approval that counts is among the newest of its class. */
const newestEntries = 500;

/** What the signed log says of a class's approvals: rows of approvals can be edited, and a state is signed nowhere else. */
interface ApprovalsSaid {
  /** The newest version that was approved; undefined for none. */
  readonly newest: number | undefined;
  readonly withdrawn: ReadonlySet<number>;
  /** Some entry is not as we signed it. */
  readonly isBroken: boolean;
}

export async function approvalsSaid(
  { stores, serverKey }: Pick<Context, 'stores' | 'serverKey'>,
  classId: string,
): Promise<ApprovalsSaid> {
  const only = { class: classId, actions: feedActions };
  const entries = await stores.journal.before(Number.MAX_SAFE_INTEGER, newestEntries, only);
  const approved = new Set<number>();
  const withdrawn = new Set<number>();
  let isBroken = false;
  for (const entry of entries) {
    const body = openStatement('journal-entry', entry, serverKey.publicKey)?.body;
    const version = body?.data.version;
    if (body?.class !== classId || typeof version !== 'number') {
      isBroken = true;
      continue;
    }
    if (body.action === 'credit-approved') approved.add(version);
    if (body.action === 'credit-approval-withdrawn') withdrawn.add(version);
  }
  return { newest: approved.size === 0 ? undefined : Math.max(...approved), withdrawn, isBroken };
}
