import type { Database } from './database.ts';
import {
  type Filing,
  type FilingHead,
  type FilingOutline,
  headColumns,
  type PlanChange,
  textsOf,
  toFiling,
  toHead,
  toPlanChange,
} from './filing-rows.ts';
import type { FilingPhotoTable, PlanChangeTable } from './schema-filings.ts';

/** What a write may change; `changedAt` always. */
export type FilingChange = Partial<
  Pick<
    Filing,
    'classId' | 'state' | 'content' | 'submittedAt' | 'firstBy' | 'decidedBy' | 'decidedAt' | 'reason'
  >
> & { readonly changedAt: number };

/** Filings as they wait, are decided and are kept; what changed a plan afterwards; who uploaded which photograph. */
export class FilingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(filing: Filing): Promise<void> {
    const { id, organiserId, classId, isChange, madeBy, changedAt } = filing;
    await this.#db
      .insertInto('filings')
      .values({
        ...{ id, organiser_id: organiserId, class_id: classId, is_change: isChange ? 1 : 0 },
        ...{ state: filing.state, version: filing.version, ...textsOf(filing.content) },
        ...{ made_at: changedAt, made_by: madeBy, changed_at: changedAt, submitted_at: filing.submittedAt },
        ...{ first_by: null, decided_at: null, decided_by: null, reason: null },
      })
      .execute();
  }

  async find(id: string): Promise<Filing | undefined> {
    const row = await this.#db.selectFrom('filings').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toFiling(row);
  }

  /** The filing that the plan of a class stands on now. */
  async acceptedOf(classId: string): Promise<Filing | undefined> {
    const row = await this.#db
      .selectFrom('filings')
      .selectAll()
      .where('class_id', '=', classId)
      .where('state', '=', 'accepted')
      .orderBy('decided_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && toFiling(row);
  }

  /** Those of an organiser, or of everybody; the newest change first. */
  async list(
    only: { readonly organiser: string | null },
    limit: number,
  ): Promise<readonly (FilingHead & { readonly outline: FilingOutline })[]> {
    let query = this.#db.selectFrom('filings').select([...headColumns, 'outline']);
    if (only.organiser !== null) query = query.where('organiser_id', '=', only.organiser);
    const rows = await query.orderBy('changed_at', 'desc').orderBy('id').limit(limit).execute();
    return rows.map((row) => ({ ...toHead(row), outline: JSON.parse(row.outline) as FilingOutline }));
  }

  /** False, and nothing is written, when somebody else wrote since `version` was read. */
  async change(id: string, version: number, change: FilingChange): Promise<boolean> {
    const { classId, content, submittedAt, firstBy, decidedBy, decidedAt, changedAt, ...rest } = change;
    const { numUpdatedRows } = await this.#db
      .updateTable('filings')
      .set({
        ...rest,
        version: version + 1,
        changed_at: changedAt,
        ...(classId !== undefined && { class_id: classId }),
        ...(content !== undefined && textsOf(content)),
        ...(submittedAt !== undefined && { submitted_at: submittedAt }),
        ...(firstBy !== undefined && { first_by: firstBy }),
        ...(decidedBy !== undefined && { decided_by: decidedBy }),
        ...(decidedAt !== undefined && { decided_at: decidedAt }),
      })
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return Number(numUpdatedRows) === 1;
  }

  async addPlanChange(change: PlanChangeTable): Promise<void> {
    await this.#db.insertInto('plan_changes').values(change).execute();
  }

  /** How the plan of a class changed after it was first accepted, oldest first. */
  async planChanges(classId: string): Promise<readonly PlanChange[]> {
    const rows = await this.#db
      .selectFrom('plan_changes')
      .select(['version', 'before_version', 'is_late'])
      .where('class_id', '=', classId)
      .orderBy('version')
      .execute();
    return rows.map(toPlanChange);
  }

  /** The versions of the plan that an accepted change stands between. */
  async planChangeOf(filingId: string): Promise<PlanChange | undefined> {
    const row = await this.#db
      .selectFrom('plan_changes')
      .select(['version', 'before_version', 'is_late'])
      .where('filing_id', '=', filingId)
      .executeTakeFirst();
    return row && toPlanChange(row);
  }

  /** False when this organiser uploaded it before. */
  async addPhoto(photo: FilingPhotoTable): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('filing_photos')
      .values(photo)
      .onConflict((conflict) => conflict.columns(['sha256', 'organiser_id']).doNothing())
      .executeTakeFirst();
    return Number(numInsertedOrUpdatedRows) === 1;
  }

  /** The photograph, if it was uploaded by this organiser (by anybody, for the bureau). */
  async photo(
    sha256: string,
    organiser: string | null,
  ): Promise<Pick<FilingPhotoTable, 'sha256' | 'type'> | undefined> {
    let query = this.#db.selectFrom('filing_photos').select(['sha256', 'type']).where('sha256', '=', sha256);
    if (organiser !== null) query = query.where('organiser_id', '=', organiser);
    return query.limit(1).executeTakeFirst();
  }
}
