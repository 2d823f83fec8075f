import { AppError } from '../../sync/base/errors.ts';
import type { ClassPlan, Period } from '../../sync/contract/class-plan.ts';
import type { SessionSummary } from '../../sync/contract/review.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import { sessionsOf } from './sessions-of.ts';

/** The newest plan of a class, as we signed it; throws `not_found`, or `conflict` when it was edited in our store. */
export async function findPlan(context: Context, classId: string): Promise<ClassPlan> {
  return (await findPlanStatement(context, classId)).body;
}

/** The same with our signature. */
export async function findPlanStatement(
  { stores, serverKey }: Context,
  classId: string,
): Promise<Statement<'plan'>> {
  const stored = await stores.classes.find(classId);
  const statement = openStatement('plan', stored, serverKey.publicKey);
  if (statement?.body.class === classId) return statement;
  const filed = stored !== undefined || (await stores.classes.versions(classId)).length > 0;
  if (!filed) throw noSuchClass();
  throw new AppError(
    'conflict',
    'The plan of the class was changed in the store: restore it from a backup.',
    {
      zh: '服务器上的备案计划被改动，不予显示，请从备份恢复。',
    },
  );
}

export function noSuchClass(): AppError {
  return new AppError('not_found', 'There is no class of this id.', { zh: '没有该编号的班次。' });
}

/** A session of the plan; throws `not_found`. */
export function findSession(plan: ClassPlan, session: string, now: number): SessionSummary {
  const found = sessionsOf(plan, now).find(({ id }) => id === session);
  if (found) return found;
  throw new AppError('not_found', 'The class has no session of this id.', { zh: '该班次没有此半日课。' });
}

/** A period by its number within its day; throws `not_found`. */
export function findPeriod(plan: ClassPlan, day: string, number: number): Period {
  const found = plan.periods.find((period) => period.day === day && period.number === number);
  if (found) return found;
  throw new AppError('not_found', 'The class has no such period.', { zh: '该班次没有这一节课。' });
}
