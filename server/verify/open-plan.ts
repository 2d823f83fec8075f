import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { readStatement } from '../storage/read-statement.ts';

export interface StoredPlan {
  readonly class_id: string;
  readonly version: number;
  /** The `plan` statement, JSON. */
  readonly statement: string;
}

/** The plan that we signed for this class and version; undefined when the row holds anything else. */
export function openPlan(row: StoredPlan, serverKey: string): ClassPlan | undefined {
  const plan = openStatement('plan', readStatement('plan', row.statement), serverKey)?.body;
  return plan?.class === row.class_id && plan.version === row.version ? plan : undefined;
}
