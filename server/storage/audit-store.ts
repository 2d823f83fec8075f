import type { Database } from './database.ts';

export type AuditAction = 'live-view-began' | 'live-view-ended';

export interface AuditEntry {
  readonly at: number;
  readonly user: string;
  readonly action: AuditAction;
  readonly classId: string | null;
  /** JSON of its own kind for each action. */
  readonly detail: object;
}

/** What reviewers did, and when: only ever added to. */
export class AuditStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add({ at, user, action, classId, detail }: AuditEntry): Promise<void> {
    await this.#db
      .insertInto('audit')
      .values({ at, user, action, class_id: classId, detail: JSON.stringify(detail) })
      .execute();
  }

  /** Newest first. */
  async ofClass(
    classId: string,
    actions: readonly AuditAction[],
    limit: number,
  ): Promise<readonly AuditEntry[]> {
    const rows = await this.#db
      .selectFrom('audit')
      .select(['at', 'user', 'action', 'detail'])
      .where('class_id', '=', classId)
      .where('action', 'in', actions)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ action, detail, ...row }) => ({
      ...row,
      classId,
      action: action as AuditAction,
      detail: JSON.parse(detail) as object,
    }));
  }
}
