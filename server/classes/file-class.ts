import { randomBytes } from 'node:crypto';
import { AppError } from '../../sync/base/errors.ts';
import { randomId } from '../../sync/base/ids.ts';
import { invalidField } from '../../sync/base/parse.ts';
import type { ClassFiling, ClassPlan } from '../../sync/contract/class-plan.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';
import type { Context } from '../parts.ts';
import type { FiledPerson } from '../storage/class-store.ts';
import { checkFiling } from './check-filing.ts';
import { normaliseIdNumber } from './id-number.ts';

/** Accepts a filing whole: checks it, gives ids, signs the plan, saves. Throws naming the field that is wrong. */
export async function fileClass(
  context: Context,
  filing: ClassFiling,
): Promise<{ readonly class: string; readonly version: number }> {
  checkFiling(filing);
  const { classes } = context.stores;
  const before = filing.class === undefined ? undefined : await classes.find(filing.class);
  if (filing.class !== undefined && !before) throw noSuchClass();
  const known = before ? await classes.people(before.body.class) : [];
  const people = giveIds(filing, known);
  const plan: ClassPlan = {
    v: 1,
    class: before?.body.class ?? randomId('cls'),
    version: (before?.body.version ?? 0) + 1,
    filedAt: context.clock.now(),
    draw: before?.body.draw ?? randomBytes(32).toString('hex'),
    ...planFields(filing, people),
  };
  await classes.save(sealStatement('plan', plan, context.serverKey), people);
  return { class: plan.class, version: plan.version };
}

/** A person keeps the id of an earlier version, by ID number or, when that was corrected, by the given id. */
function giveIds(filing: ClassFiling, known: readonly FiledPerson[]): readonly FiledPerson[] {
  const idOf = new Map(known.map((person) => [person.idNumber, person.id]));
  const ids = new Set(known.map((person) => person.id));
  const given = new Set<string>();
  return filing.people.map((person, index) => {
    const idNumber = normaliseIdNumber(person.idNumber);
    const id = person.id ?? idOf.get(idNumber) ?? randomId('per');
    const foreign = person.id !== undefined && !ids.has(person.id);
    const clash = idOf.has(idNumber) && idOf.get(idNumber) !== id;
    if (foreign || clash || given.has(id)) {
      const field = `people[${index}].id`;
      throw invalidField(
        'filing',
        field,
        'is not this person’s id in this class',
        '不是该人员在本班次的编号',
      );
    }
    given.add(id);
    return { id, name: person.name, role: person.role, idNumber };
  });
}

function planFields(filing: ClassFiling, people: readonly FiledPerson[]) {
  const { people: filed, periods, class: _class, ...rest } = filing;
  const idOf = new Map(people.map((person) => [person.idNumber, person.id]));
  return {
    ...rest,
    people: filed.map(({ role, name, idNumber }) => {
      const number = normaliseIdNumber(idNumber);
      return { id: idOf.get(number) ?? '', role, name, idLast4: number.slice(-4) };
    }),
    periods: periods
      .map(({ teacherIdNumber, ...period }) => ({
        ...period,
        teacher: idOf.get(normaliseIdNumber(teacherIdNumber)) ?? '',
      }))
      .sort((a, b) => a.startAt - b.startAt),
  };
}

function noSuchClass(): AppError {
  return new AppError('not_found', 'There is no class of this id to file a later version of.', {
    zh: '没有该编号的班次，无法提交新版本。',
    field: 'class',
  });
}
