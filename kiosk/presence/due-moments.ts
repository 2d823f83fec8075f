import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import { type DrawnMoment, drawnMoments } from '../../sync/contract/drawn-moments.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { Db } from '../store/database.ts';

export interface DueMoment extends DrawnMoment {
  readonly class: string;
}

/** Which drawn moments have come and were not taken yet. */
export class DueMoments {
  readonly #plans: Pick<PlanStore, 'all'>;
  readonly #taken;

  constructor(plans: Pick<PlanStore, 'all'>, db: Db) {
    this.#plans = plans;
    this.#taken = {
      photo: statement(db, 'photos'),
      presence: statement(db, 'presence'),
    };
  }

  /** The oldest first. A missed one stays due until the lesson it is of is over; nobody is looked at in a break. */
  at(now: number): DueMoment[] {
    return this.#plans
      .all()
      .filter((plan) => isPeriod(plan, now))
      .flatMap((plan) => drawnMoments(plan).map((moment) => ({ ...moment, class: plan.class })))
      .filter((moment) => moment.dueAt <= now && now < moment.until && !this.#isTaken(moment))
      .sort((a, b) => a.dueAt - b.dueAt);
  }

  #isTaken({ kind, class: classId, session, dueAt }: DueMoment): boolean {
    return this.#taken[kind].get(classId, session, dueAt) !== undefined;
  }
}

function statement(db: Db, table: 'photos' | 'presence') {
  const sql = `SELECT 1 FROM ${table} WHERE class = ? AND session = ? AND due_at = ?`;
  return db.prepare<[string, string, number], unknown>(sql);
}

function isPeriod({ periods }: ClassPlan, now: number): boolean {
  return periods.some(({ startAt, endAt }) => startAt <= now && now < endAt);
}
