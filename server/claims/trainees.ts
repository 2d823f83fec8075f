import { AppError } from '../../sync/base/errors.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { Context } from '../parts.ts';
import { findPlan } from '../review/find-class.ts';

export interface ClassTrainee {
  readonly person: string;
  readonly name: string;
  readonly idNumber: string;
}

export interface ClassOfTrainees {
  readonly plan: ClassPlan;
  /** In the order of the roster. */
  readonly trainees: readonly ClassTrainee[];
}

/**
 * The trainees of the newest plan with their whole ID numbers; throws `not_found`, and `conflict` when a number does not
 * end as the signed plan says.
 */
export async function findTrainees(context: Context, classId: string): Promise<ClassOfTrainees> {
  const plan = await findPlan(context, classId);
  const people = await context.stores.classes.people(classId);
  const idNumberOf = new Map(people.map(({ id, idNumber }) => [id, idNumber]));
  const onRoster = plan.people.filter(({ role }) => role === 'trainee');
  if (onRoster.some(({ id, idLast4 }) => idNumberOf.get(id)?.slice(-4) !== idLast4)) throw editedNumbers();
  const trainees = onRoster.map(({ id, name }) => ({ person: id, name, idNumber: idNumberOf.get(id) ?? '' }));
  return { plan, trainees };
}

function editedNumbers(): AppError {
  return new AppError('conflict', 'ID numbers of the class were changed in the store: restore them first.', {
    zh: '服务器上本班学员的身份证号与已签名的备案计划不符，请从备份恢复。',
  });
}

/** Throws `not_found`, naming the first that is no trainee of the class. */
export function requireTrainees({ trainees }: ClassOfTrainees, persons: readonly string[]): void {
  const known = new Set(trainees.map(({ person }) => person));
  if (persons.every((person) => known.has(person))) return;
  throw new AppError('not_found', 'The class has no trainee of this id.', { zh: '该班次没有该编号的学员。' });
}
