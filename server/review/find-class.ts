import { AppError } from '../../sync/base/errors.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { SessionSummary } from '../../sync/contract/review.ts';
import type { Context } from '../parts.ts';
import { sessionsOf } from './sessions-of.ts';

/** The newest plan of a class; throws `not_found`. */
export async function findPlan({ stores }: Context, classId: string): Promise<ClassPlan> {
  const statement = await stores.classes.find(classId);
  if (statement) return statement.body;
  throw new AppError('not_found', 'There is no class of this id.', { zh: '没有该编号的班次。' });
}

/** A session of the plan; throws `not_found`. */
export function findSession(plan: ClassPlan, session: string, now: number): SessionSummary {
  const found = sessionsOf(plan, now).find(({ id }) => id === session);
  if (found) return found;
  throw new AppError('not_found', 'The class has no session of this id.', { zh: '该班次没有此半日课。' });
}
