import type { Generated } from 'kysely';
import type { ApprovalState } from '../../sync/contract/credit.ts';

/** 核定考勤: frozen versions of a class's credit. */
export interface CreditApprovalTable {
  readonly id: Generated<number>;
  readonly class_id: string;
  readonly version: number;
  state: ApprovalState;
  /** Who wants it undone; null for nobody. */
  asked_by: string | null;
  /** Of the credit that was seen and approved. */
  readonly digest: string;
  /** The `credit-approval` statement, JSON. */
  readonly statement: string;
}

/** Lines of approvals, never changed. */
export interface CreditLineTable {
  readonly approval_id: number;
  /** Its place among the lines of its approval, from 0. */
  readonly line_index: number;
  readonly person: string;
  readonly day: string;
  readonly number: number;
  /** The `CreditLine`, RFC 8785 text: a leaf of the approval's tree. */
  readonly text: string;
}

export interface CreditTables {
  credit_approvals: CreditApprovalTable;
  credit_lines: CreditLineTable;
}
