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

/** The trainees of the newest plan with their whole ID numbers; throws `not_found`. */
export async function findTrainees(context: Context, classId: string): Promise<ClassOfTrainees> {
  const plan = await findPlan(context, classId);
  const people = await context.stores.classes.people(classId);
  const idNumberOf = new Map(people.map(({ id, idNumber }) => [id, idNumber]));
  const trainees = plan.people
    .filter(({ role }) => role === 'trainee')
    .map(({ id, name }) => ({ person: id, name, idNumber: idNumberOf.get(id) ?? '' }));
  return { plan, trainees };
}

/** Throws `not_found`, naming the first that is no trainee of the class. */
export function requireTrainees({ trainees }: ClassOfTrainees, persons: readonly string[]): void {
  const known = new Set(trainees.map(({ person }) => person));
  if (persons.every((person) => known.has(person))) return;
  throw new AppError('not_found', 'The class has no trainee of this id.', { zh: '该班次没有该编号的学员。' });
}
