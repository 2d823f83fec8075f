import { openStatement } from '../../sync/evidence/statement.ts';
import {
  appendLeaves,
  inclusionProof,
  type NodeStore,
  rootAt,
  type TreeNode,
} from '../../sync/evidence/tlog/merkle-tree.ts';
import type { Context } from '../parts.ts';
import type { StoredApproval } from '../storage/credit-store.ts';
import { approvalChanged } from './faults.ts';

/** The newest approval of a class, as we signed it; throws `conflict` when it was edited in our store. */
export async function newestApproval(
  { stores, serverKey }: Pick<Context, 'stores' | 'serverKey'>,
  classId: string,
): Promise<StoredApproval | undefined> {
  const approval = await stores.credit.newestApproval(classId);
  if (!approval) return undefined;
  const { body } = approval.statement;
  const same = body.class === approval.class_id && body.version === approval.version;
  if (same && openStatement('credit-approval', approval.statement, serverKey.publicKey)) return approval;
  throw approvalChanged();
}

/** RFC 6962 tree over the lines of one approval, in memory. */
export class LineTree {
  readonly #nodes = new Map<string, Uint8Array>();
  readonly #store: NodeStore = {
    read: async (level, number) => {
      const hash = this.#nodes.get(`${level}/${number}`);
      if (!hash) throw approvalChanged();
      return hash;
    },
  };
  readonly size: number;

  private constructor(size: number, nodes: readonly TreeNode[]) {
    this.size = size;
    for (const { level, number, hash } of nodes) this.#nodes.set(`${level}/${number}`, hash);
  }

  /** `leaves`: leaf hashes, hexadecimal. */
  static async of(leaves: readonly string[]): Promise<LineTree> {
    const hashes = leaves.map((leaf) => Buffer.from(leaf, 'hex'));
    const { nodes } = await appendLeaves(0, hashes, {
      read: () => Promise.reject(approvalChanged()),
    });
    return new LineTree(leaves.length, nodes);
  }

  /** Hexadecimal. */
  async root(): Promise<string> {
    return (await rootAt(this.size, this.#store)).toString('hex');
  }

  /** What proves that the line at `index` is one of them: hashes in hexadecimal, its sibling first. */
  async proof(index: number): Promise<readonly string[]> {
    return (await inclusionProof(index, this.size, this.#store)).map((hash) => hash.toString('hex'));
  }
}
