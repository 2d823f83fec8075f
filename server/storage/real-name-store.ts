import type { FilingContent, PersonDetails } from '../../sync/contract/filing.ts';
import type { ExamResult, Voucher, VoucherState } from '../../sync/contract/real-name.ts';
import type { Database } from './database.ts';

export interface Registration {
  readonly number: string;
  readonly at: number;
  readonly by: string;
}

interface Holder {
  readonly number: string;
  readonly person: string;
  readonly idNumber: string;
}

interface Entered {
  readonly at: number;
  readonly by: string;
}

/** What the real-name system says of trainees: registration numbers and vouchers; and how their exams ended. */
export class RealNameStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** By person. */
  async registrations(classId: string): Promise<ReadonlyMap<string, Registration>> {
    const rows = await this.#db
      .selectFrom('registrations')
      .selectAll()
      .where('class_id', '=', classId)
      .execute();
    return new Map(rows.map((row) => [row.person_id, { number: row.number, at: row.at, by: row.by_user }]));
  }

  /** Sets the numbers of these people; null takes one away. Call it in a transaction. */
  async setRegistrations(
    classId: string,
    numbers: ReadonlyMap<string, string | null>,
    { at, by }: Entered,
  ): Promise<void> {
    // All are taken away first, so that two people can exchange their numbers.
    await this.#forget('registrations', [...numbers.keys()]);
    for (const [person, number] of numbers) {
      if (number === null) continue;
      const row = { person_id: person, class_id: classId, number, at, by_user: by };
      await this.#db.insertInto('registrations').values(row).execute();
    }
  }

  /** Who, in any class, has one of these registration numbers. */
  async registrationHolders(numbers: readonly string[]): Promise<readonly Holder[]> {
    if (numbers.length === 0) return [];
    return this.#db
      .selectFrom('registrations')
      .innerJoin('people', 'people.id', 'registrations.person_id')
      .select(['registrations.number', 'people.id as person', 'people.id_number as idNumber'])
      .where('registrations.number', 'in', numbers)
      .execute();
  }

  async vouchers(classId: string): Promise<ReadonlyMap<string, Voucher>> {
    const rows = await this.#db.selectFrom('vouchers').selectAll().where('class_id', '=', classId).execute();
    return new Map(
      rows.map(({ person_id, state, number, at }) => [
        person_id,
        { state: state as VoucherState, number, at },
      ]),
    );
  }

  async setVouchers(classId: string, vouchers: ReadonlyMap<string, Voucher>): Promise<void> {
    await this.#forget('vouchers', [...vouchers.keys()]);
    for (const [person, { state, number, at }] of vouchers) {
      const row = { person_id: person, class_id: classId, number, state, at };
      await this.#db.insertInto('vouchers').values(row).execute();
    }
  }

  /** Which of these voucher numbers somebody has: their people. */
  async voucherHolders(numbers: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (numbers.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('vouchers')
      .select(['number', 'person_id'])
      .where('number', 'in', numbers)
      .execute();
    return new Map(rows.map((row) => [row.number ?? '', row.person_id]));
  }

  async exams(classId: string): Promise<ReadonlyMap<string, ExamResult>> {
    const rows = await this.#db
      .selectFrom('exam_results')
      .selectAll()
      .where('class_id', '=', classId)
      .execute();
    return new Map(
      rows.map((row) => [row.person_id, { passed: row.passed === 1, certificate: row.certificate }]),
    );
  }

  async setExams(
    classId: string,
    exams: ReadonlyMap<string, ExamResult | null>,
    { at, by }: Entered,
  ): Promise<void> {
    await this.#forget('exam_results', [...exams.keys()]);
    for (const [person, exam] of exams) {
      if (exam === null) continue;
      const { certificate } = exam;
      const row = { person_id: person, class_id: classId, passed: exam.passed ? 1 : 0, certificate };
      await this.#db
        .insertInto('exam_results')
        .values({ ...row, at, by_user: by })
        .execute();
    }
  }

  /** Which of these certificate numbers somebody has: their people. */
  async certificateHolders(certificates: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (certificates.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom('exam_results')
      .select(['certificate', 'person_id'])
      .where('certificate', 'in', certificates)
      .execute();
    return new Map(rows.map((row) => [row.certificate ?? '', row.person_id]));
  }

  /** What the newest accepted filing says of people beside the plan, by ID number. */
  async personDetails(classId: string): Promise<ReadonlyMap<string, PersonDetails>> {
    const row = await this.#db
      .selectFrom('filings')
      .select('content')
      .where('class_id', '=', classId)
      .where('state', '=', 'accepted')
      .orderBy('decided_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    const content = row && (JSON.parse(row.content) as FilingContent);
    return new Map(content?.people.map(({ idNumber, details }) => [idNumber, details ?? {}]));
  }

  async #forget(table: 'registrations' | 'vouchers' | 'exam_results', persons: readonly string[]) {
    if (persons.length === 0) return;
    await this.#db.deleteFrom(table).where('person_id', 'in', persons).execute();
  }
}
