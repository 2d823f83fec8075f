import type { Selectable } from 'kysely';
import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingState, FilingSummary } from '../../sync/contract/filing-review.ts';
import type { FilingTable, PlanChangeTable } from './schema-filings.ts';

/** What lists show of a filing's content. */
export type FilingOutline = Pick<
  FilingSummary,
  'title' | 'organiser' | 'profile' | 'trainingKind' | 'trainees' | 'periods' | 'firstDay'
>;

export interface FilingHead {
  readonly id: string;
  readonly organiserId: string | null;
  readonly classId: string | null;
  readonly isChange: boolean;
  readonly state: FilingState;
  readonly version: number;
  readonly madeBy: string;
  readonly changedAt: number;
  readonly submittedAt: number | null;
  readonly firstBy: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly reason: string | null;
}

export interface Filing extends FilingHead {
  readonly content: FilingContent;
}

export interface PlanChange {
  readonly version: number;
  readonly beforeVersion: number;
  readonly isLate: boolean;
}

export const headColumns = [
  ...(['id', 'organiser_id', 'class_id', 'is_change', 'state', 'version', 'made_by', 'changed_at'] as const),
  ...(['submitted_at', 'first_by', 'decided_by', 'decided_at', 'reason'] as const),
] as const;

export function toFiling(row: Selectable<FilingTable>): Filing {
  return { ...toHead(row), content: JSON.parse(row.content) as FilingContent };
}

export function toHead(row: Pick<Selectable<FilingTable>, (typeof headColumns)[number]>): FilingHead {
  return {
    id: row.id,
    organiserId: row.organiser_id,
    classId: row.class_id,
    isChange: row.is_change === 1,
    state: row.state,
    version: row.version,
    madeBy: row.made_by,
    changedAt: row.changed_at,
    submittedAt: row.submitted_at,
    firstBy: row.first_by,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    reason: row.reason,
  };
}

export function toPlanChange(
  row: Pick<PlanChangeTable, 'version' | 'before_version' | 'is_late'>,
): PlanChange {
  return { version: row.version, beforeVersion: row.before_version, isLate: row.is_late === 1 };
}

/** The content as text, and its outline, so that a list need not read whole rosters. */
export function textsOf(content: FilingContent): { readonly content: string; readonly outline: string } {
  return { content: JSON.stringify(content), outline: JSON.stringify(outlineOf(content)) };
}

export function outlineOf({ people, periods, ...content }: FilingContent): FilingOutline {
  const { title, organiser, profile, trainingKind } = content;
  const trainees = people.filter(({ role }) => role === 'trainee').length;
  const firstDay = periods.map(({ day }) => day).sort()[0] ?? null;
  return { title, organiser, profile, trainingKind, trainees, periods: periods.length, firstDay };
}
