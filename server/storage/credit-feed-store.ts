import type { Database } from './database.ts';

interface LineChoice {
  readonly approvalId: number;
  /** Index of the last line that was given out; -1 for none. */
  readonly after: number;
  readonly person?: string;
  readonly period?: { readonly day: string; readonly number: number };
  readonly limit: number;
}

interface FeedLine {
  readonly index: number;
  readonly person: string;
  readonly text: string;
}

/** Approved credit as it is given out, an approval after the other. */
export class CreditFeedStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Lines of one approval, in their order. */
  async lines({ approvalId, after, person, period, limit }: LineChoice): Promise<readonly FeedLine[]> {
    let query = this.#db
      .selectFrom('credit_lines')
      .select(['line_index as index', 'person', 'text'])
      .where('approval_id', '=', approvalId)
      .where('line_index', '>', after);
    if (person !== undefined) query = query.where('person', '=', person);
    if (period) query = query.where('day', '=', period.day).where('number', '=', period.number);
    return query.orderBy('line_index').limit(limit).execute();
  }

  async classOfPerson(person: string): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('people')
      .select('class_id')
      .where('id', '=', person)
      .executeTakeFirst();
    return row?.class_id;
  }

  /** Registration numbers of these people, by person. */
  async registrations(persons: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (persons.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('registrations')
      .select(['person_id', 'number'])
      .where('person_id', 'in', persons)
      .execute();
    return new Map(rows.map((row) => [row.person_id, row.number]));
  }
}
