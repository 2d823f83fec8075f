import { AppError } from '../../sync/base/errors.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { sha256 } from '../../sync/evidence/digest.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { Db } from '../store/database.ts';
import type { FactLog } from '../store/log-store.ts';

/** The class plans that this kiosk carries out, each signed by the server. */
export class PlanStore {
  readonly #db: Db;
  readonly #log: FactLog;
  #plans: ClassPlan[];

  constructor(db: Db, log: FactLog) {
    this.#db = db;
    this.#log = log;
    this.#plans = db
      .prepare<[], { statement: string }>('SELECT statement FROM plans ORDER BY class')
      .all()
      .map((row) => (JSON.parse(row.statement) as Statement<'plan'>).body);
  }

  all(): readonly ClassPlan[] {
    return this.#plans;
  }

  /**
   * Takes a plan on when it is signed by `serverKey` and newer than the one at hand; true when it was new.
   * Throws `bad_signature` for a plan that the server did not sign.
   */
  adopt(value: unknown, serverKey: string): boolean {
    const statement = openStatement('plan', value, serverKey);
    if (!statement) {
      throw new AppError('bad_signature', 'The class plan is not signed by our server; it was not adopted.', {
        zh: '班级计划的签名不正确，未采用。',
      });
    }
    const plan = statement.body;
    const current = this.#plans.find((p) => p.class === plan.class);
    if (current && current.version >= plan.version) return false;
    const save = this.#db.prepare(
      'INSERT OR REPLACE INTO plans (class, version, statement) VALUES (?, ?, ?)',
    );
    const data = { version: plan.version, digest: sha256(canonicalJson(plan)) };
    this.#log.append('plan', plan.class, data, () => {
      save.run(plan.class, plan.version, canonicalJson(statement));
    });
    this.#plans = [...this.#plans.filter((p) => p.class !== plan.class), plan];
    return true;
  }
}
