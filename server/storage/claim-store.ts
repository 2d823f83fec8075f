import type { Database } from './database.ts';
import type { ClaimTables } from './schema-claims.ts';

export type StoredClaim = Readonly<ClaimTables['claims']>;

/** Who was paid for, and for what: repeats are looked up by ID number. */
export interface ClaimedTraining {
  readonly claim: string;
  readonly person: string;
  readonly idNumber: string;
  /** First civil day of the class. */
  readonly day: string;
  readonly occupation: string;
  readonly level: string | null;
}

export type ClaimChange = Partial<Omit<StoredClaim, 'id' | 'class_id' | 'revision' | 'made_at'>>;

/** Claims for subsidy, one a class. */
export class ClaimStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async ofClass(classId: string): Promise<StoredClaim | undefined> {
    return this.#db.selectFrom('claims').selectAll().where('class_id', '=', classId).executeTakeFirst();
  }

  async add(claim: StoredClaim): Promise<void> {
    await this.#db.insertInto('claims').values(claim).execute();
  }

  /** False when it has changed since `revision`. */
  async change(id: string, revision: number, change: ClaimChange): Promise<boolean> {
    const { numUpdatedRows } = await this.#db
      .updateTable('claims')
      .set({ ...change, revision: revision + 1 })
      .where('id', '=', id)
      .where('revision', '=', revision)
      .executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  }

  /** The people whom an accepted claim pays for. */
  async addClaimed(trainings: readonly ClaimedTraining[]): Promise<void> {
    for (const { claim, person, idNumber, ...rest } of trainings) {
      await this.#db
        .insertInto('claimed_persons')
        .values({ claim_id: claim, person_id: person, id_number: idNumber, ...rest })
        .execute();
    }
  }

  async dropClaimed(claim: string): Promise<void> {
    await this.#db.deleteFrom('claimed_persons').where('claim_id', '=', claim).execute();
  }

  /** Trainings of these people in accepted claims, of all years, other than those of `exceptClaim`. */
  async claimedBy(idNumbers: readonly string[], exceptClaim: string): Promise<readonly ClaimedTraining[]> {
    if (idNumbers.length === 0) return [];
    const rows = await this.#db
      .selectFrom('claimed_persons')
      .selectAll()
      .where('id_number', 'in', idNumbers)
      .where('claim_id', '!=', exceptClaim)
      .execute();
    return rows.map(({ claim_id: claim, person_id: person, id_number: idNumber, ...rest }) => ({
      ...{ claim, person, idNumber },
      ...rest,
    }));
  }
}
