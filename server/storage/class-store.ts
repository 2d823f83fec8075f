import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { groupBy } from '../group-by.ts';
import type { Database } from './database.ts';
import { readPlan } from './read-plan.ts';
import type { ClassPlanTable } from './schema.ts';

export interface FiledPerson {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly idNumber: string;
}

/** A class that somebody is filed for. */
export interface FiledTraining {
  readonly idNumber: string;
  readonly class: string;
  readonly title: string;
  readonly occupation: string;
  readonly level: string | null;
  readonly day: string;
}

/**
 * Filed classes, every version of their signed plans, and the people in them. A plan whose text can no longer be
 * read is as if it were not there; whether it is still the one that we signed is for `openPlan` to say.
 */
export class ClassStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Newest version of each class. */
  async all(): Promise<readonly Statement<'plan'>[]> {
    return (await this.#newest().orderBy('classes.id').execute()).flatMap(toStatement);
  }

  async find(classId: string): Promise<Statement<'plan'> | undefined> {
    return (await this.#newest().where('classes.id', '=', classId).execute()).flatMap(toStatement)[0];
  }

  async ofDevice(device: string): Promise<readonly Statement<'plan'>[]> {
    const rows = await this.#newest()
      .innerJoin('class_devices', 'class_devices.class_id', 'classes.id')
      .where('class_devices.device', '=', device)
      .orderBy('classes.id')
      .execute();
    return rows.flatMap(toStatement);
  }

  /** Newest version of each class of an organiser; null: of those that only the bureau sees. */
  async ofOrganiser(organiser: string | null): Promise<readonly Statement<'plan'>[]> {
    const own = this.#newest().where('classes.organiser_id', organiser === null ? 'is' : '=', organiser);
    return (await own.orderBy('classes.id').execute()).flatMap(toStatement);
  }

  /** Every version of a class's plan as it is stored, oldest first. */
  async versions(classId: string): Promise<readonly ClassPlanTable[]> {
    return this.#db
      .selectFrom('class_plans')
      .selectAll()
      .where('class_id', '=', classId)
      .orderBy('version')
      .execute();
  }

  /** Every class, with the version that counts now. */
  async newestVersions(): Promise<readonly { readonly id: string; readonly version: number }[]> {
    return this.#db.selectFrom('classes').selectAll().orderBy('id').execute();
  }

  async people(classId: string): Promise<readonly FiledPerson[]> {
    const rows = await this.#db.selectFrom('people').selectAll().where('class_id', '=', classId).execute();
    return rows.map((row) => ({ id: row.id, name: row.name, role: row.role, idNumber: row.id_number }));
  }

  /** Whose class it is; null for one that only the bureau sees. */
  async organiserOf(classId: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('classes')
      .select('organiser_id')
      .where('id', '=', classId)
      .executeTakeFirst();
    return row?.organiser_id ?? null;
  }

  /**
   * Trainings that these people (by whole ID number) are filed for in other classes, in the plans that count now.
   * `day` is the first of its periods.
   */
  async trainingsOf(
    idNumbers: readonly string[],
    exceptClass: string | null,
  ): Promise<readonly FiledTraining[]> {
    if (idNumbers.length === 0) return [];
    const rows = await this.#db
      .selectFrom('people')
      .select(['id', 'class_id', 'id_number'])
      .where('id_number', 'in', idNumbers)
      .where('role', '=', 'trainee')
      .where('class_id', '!=', exceptClass ?? '')
      .orderBy('class_id')
      .execute();
    const trainings: FiledTraining[] = [];
    for (const [classId, people] of groupBy(rows, (row) => row.class_id)) {
      const plan = (await this.find(classId))?.body;
      const trainees = new Set(plan?.people.flatMap(({ id, role }) => (role === 'trainee' ? id : [])));
      const there = people.filter(({ id }) => trainees.has(id));
      if (plan) trainings.push(...there.map((person) => trainingOf(plan, person.id_number)));
    }
    return trainings;
  }

  /**
   * Saves a version of a class; call it in a transaction. People who left the roster stay: records name them.
   * `organiser`: whose class it is; null for one that only the bureau sees.
   */
  async save(
    statement: Statement<'plan'>,
    people: readonly FiledPerson[],
    organiser: string | null,
  ): Promise<void> {
    const { class: id, version } = statement.body;
    await this.#db
      .insertInto('classes')
      .values({ id, version, organiser_id: organiser })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ version }))
      .execute();
    await this.#db
      .insertInto('class_plans')
      .values({ class_id: id, version, statement: JSON.stringify(statement) })
      .execute();
    await replaceDevices(this.#db, statement.body);
    for (const person of people) await savePerson(this.#db, id, person);
  }

  #newest() {
    return this.#db
      .selectFrom('classes')
      .innerJoin('class_plans', (join) =>
        join
          .onRef('class_plans.class_id', '=', 'classes.id')
          .onRef('class_plans.version', '=', 'classes.version'),
      )
      .select('class_plans.statement');
  }
}

function trainingOf(plan: ClassPlan, idNumber: string): FiledTraining {
  const { class: id, title, occupation, level = null, periods } = plan;
  const day = periods.map((period) => period.day).sort()[0] ?? '';
  return { idNumber, class: id, title, occupation, level, day };
}

async function replaceDevices(trx: Database, plan: ClassPlan): Promise<void> {
  await trx.deleteFrom('class_devices').where('class_id', '=', plan.class).execute();
  for (const device of new Set(plan.devices)) {
    await trx.insertInto('class_devices').values({ class_id: plan.class, device }).execute();
  }
}

async function savePerson(trx: Database, classId: string, person: FiledPerson): Promise<void> {
  const { id, name, role, idNumber } = person;
  await trx
    .insertInto('people')
    .values({ id, class_id: classId, name, role, id_number: idNumber })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, role, id_number: idNumber }))
    .execute();
}

function toStatement(row: { readonly statement: string }): Statement<'plan'>[] {
  const statement = readPlan(row.statement);
  return statement ? [statement] : [];
}
