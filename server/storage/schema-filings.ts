import type { FilingState } from '../../sync/contract/filing-review.ts';

export interface FilingTable {
  readonly id: string;
  /** Whose filing it is; null when a reviewer filed for somebody who has no account. */
  readonly organiser_id: string | null;
  /** Null until it is accepted, unless it changes a class that there is. */
  class_id: string | null;
  readonly is_change: 0 | 1;
  state: FilingState;
  /** Counts the writes. */
  version: number;
  /** `FilingContent`, JSON; holds whole ID numbers. */
  content: string;
  /** `FilingOutline`, JSON: what lists show of the content. */
  outline: string;
  readonly made_at: number;
  readonly made_by: string;
  changed_at: number;
  submitted_at: number | null;
  /** The reviewer who accepted a late change first. */
  first_by: string | null;
  decided_at: number | null;
  decided_by: string | null;
  reason: string | null;
}

/** A later version of a class's plan. */
export interface PlanChangeTable {
  readonly class_id: string;
  readonly version: number;
  readonly before_version: number;
  /** It came after the beginning of something that it changes. */
  readonly is_late: 0 | 1;
  readonly filing_id: string;
  /** Null unless it is late. */
  readonly first_by: string | null;
  readonly second_by: string;
  readonly at: number;
}

/** Who uploaded a photograph: they may see it again. */
export interface FilingPhotoTable {
  readonly sha256: string;
  /** Empty for the bureau. */
  readonly organiser_id: string;
  readonly type: 'jpg' | 'png';
  readonly at: number;
}

export interface FilingTables {
  filings: FilingTable;
  plan_changes: PlanChangeTable;
  filing_photos: FilingPhotoTable;
}
