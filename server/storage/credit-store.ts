import type { Selectable } from 'kysely';
import type { ApprovalState } from '../../sync/contract/credit.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import type { Database } from './database.ts';
import { readStatement } from './read-statement.ts';
import type { CreditApprovalTable, CreditLineTable } from './schema-credit.ts';

export interface StoredApproval extends Omit<Selectable<CreditApprovalTable>, 'statement'> {
  readonly statement: Statement<'credit-approval'>;
}

export type NewLine = Omit<Selectable<CreditLineTable>, 'approval_id' | 'line_index'>;

const insertAtOnce = 500;

/** Frozen versions of credit, with their lines. What is not approved is reckoned anew each time, and kept nowhere. */
export class CreditStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The newest version, whatever became of it. */
  async newestApproval(classId: string): Promise<StoredApproval | undefined> {
    const rows = await this.#approvals(classId).orderBy('version', 'desc').limit(1).execute();
    return rows.flatMap(toApproval)[0];
  }

  async approval(classId: string, version: number): Promise<StoredApproval | undefined> {
    const rows = await this.#approvals(classId).where('version', '=', version).execute();
    return rows.flatMap(toApproval)[0];
  }

  /** Adds an approval with its lines, in their order, and says that those before it are superseded. */
  async addApproval(
    statement: Statement<'credit-approval'>,
    digest: string,
    lines: readonly NewLine[],
  ): Promise<void> {
    const { class: classId, version } = statement.body;
    await this.#db
      .updateTable('credit_approvals')
      .set({ state: 'superseded', asked_by: null })
      .where('class_id', '=', classId)
      .where('state', 'in', ['approved', 'withdrawal-asked'])
      .execute();
    const { id } = await this.#db
      .insertInto('credit_approvals')
      .values({ class_id: classId, version, state: 'approved', digest, statement: canonicalJson(statement) })
      .returning('id')
      .executeTakeFirstOrThrow();
    const rows = lines.map((line, index) => ({ approval_id: id, line_index: index, ...line }));
    for (let i = 0; i < rows.length; i += insertAtOnce) {
      await this.#db
        .insertInto('credit_lines')
        .values(rows.slice(i, i + insertAtOnce))
        .execute();
    }
  }

  async setState(id: number, state: ApprovalState, askedBy: string | null): Promise<void> {
    await this.#db
      .updateTable('credit_approvals')
      .set({ state, asked_by: askedBy })
      .where('id', '=', id)
      .execute();
  }

  #approvals(classId: string) {
    return this.#db.selectFrom('credit_approvals').selectAll().where('class_id', '=', classId);
  }
}

function toApproval({ statement: text, ...row }: Selectable<CreditApprovalTable>): StoredApproval[] {
  const statement = readStatement('credit-approval', text);
  return statement ? [{ ...row, statement }] : [];
}
