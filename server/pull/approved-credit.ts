import type { Statement } from '../../sync/contract/statements.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { hashLeaf } from '../../sync/evidence/tlog/tree-hash.ts';
import { LineTree } from '../credit/approvals.ts';
import type { Context } from '../parts.ts';
import type { StoredApproval } from '../storage/credit-store.ts';
import { approvalsSaid } from './approvals-said.ts';

export interface ProvenApproval {
  readonly id: number;
  readonly statement: Statement<'credit-approval'>;
  readonly tree: LineTree;
  /** Canonical texts of the lines, in their order. */
  readonly lines: readonly string[];
}

/**
 * An approval that counts by the signed log, with its lines and their tree; undefined when it does not count any more,
 * `damaged` when what is stored is not what was signed.
 */
export async function provenApproval(
  context: Context,
  classId: string,
  version: number,
): Promise<ProvenApproval | 'damaged' | undefined> {
  const { stores, serverKey } = context;
  const stored = await stores.credit.approval(classId, version);
  const said = await approvalsSaid(context, classId);
  if (said.withdrawn.has(version) || (said.newest ?? 0) > version) return undefined;
  if (said.newest !== version || isNoneByRow(stored)) return 'damaged';
  const statement = openStatement('credit-approval', stored?.statement, serverKey.publicKey);
  if (!stored || statement?.body.class !== classId || statement.body.version !== version) return 'damaged';
  const { size, root } = statement.body;
  const rows = await stores.creditFeed.lines({ approvalId: stored.id, after: -1, limit: size + 1 });
  const lines = rows.map(({ text }) => text);
  const tree = await LineTree.of(lines.map((text) => hashLeaf(Buffer.from(text, 'utf8')).toString('hex')));
  const whole = lines.length === size && (await tree.root()) === root;
  return whole ? { id: stored.id, statement, tree, lines } : 'damaged';
}

/** The row says that it counts no more, and the log does not. */
function isNoneByRow(stored: StoredApproval | undefined): boolean {
  return stored !== undefined && stored.state !== 'approved' && stored.state !== 'withdrawal-asked';
}
