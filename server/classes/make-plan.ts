import { randomBytes } from 'node:crypto';
import { randomId } from '../../sync/base/ids.ts';
import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { FilingContent } from '../../sync/contract/filing.ts';
import type { FilingError } from '../../sync/contract/filing-review.ts';
import { findProfile } from '../policy/profiles.ts';
import type { FiledPerson } from '../storage/class-store.ts';
import { atRow } from './filing-problem.ts';
import { normaliseIdNumber } from './id-number.ts';

/** The plan of a class as it counts now, with the people who were ever in it. */
export interface FiledBefore {
  readonly plan: ClassPlan;
  readonly people: readonly FiledPerson[];
}

/** The plan that a filing without errors becomes, and its people with whole ID numbers. */
export function makePlan(
  content: FilingContent,
  before: FiledBefore | undefined,
  now: number,
): { readonly plan: ClassPlan; readonly people: readonly FiledPerson[] } {
  const people = giveIds(content, before?.people ?? []);
  const plan: ClassPlan = {
    v: 1,
    class: before?.plan.class ?? randomId('cls'),
    version: (before?.plan.version ?? 0) + 1,
    filedAt: now,
    draw: before?.plan.draw ?? randomBytes(32).toString('hex'),
    ...planFields(content, people),
    profileVersion: profileVersionOf(content, before?.plan),
  };
  return { plan, people };
}

/** Ids of people whose ID number is another one than before. */
export function renumberedIn(
  people: readonly FiledPerson[],
  before: FiledBefore | undefined,
): ReadonlySet<string> {
  const numberOf = new Map(before?.people.map(({ id, idNumber }) => [id, idNumber]));
  const changed = people.filter(({ id, idNumber }) => (numberOf.get(id) ?? idNumber) !== idNumber);
  return new Set(changed.map(({ id }) => id));
}

/** Ids that were given and are not those of these people in this class. */
export function idErrors(content: FilingContent, known: readonly FiledPerson[]): FilingError[] {
  const idOf = new Map(known.map((person) => [person.idNumber, person.id]));
  const knownById = new Map(known.map((person) => [person.id, person]));
  const given = new Set<string>();
  return content.people.flatMap((person, index) => {
    const before = idOf.get(normaliseIdNumber(person.idNumber));
    const id = person.id ?? before;
    if (id === undefined) return [];
    const earlier = knownById.get(id);
    const isWrong = !earlier || (before !== undefined && before !== id) || given.has(id);
    given.add(id);
    // A slip is in the name or in the number: with both it is somebody else, who gets no records of others.
    const isAnother = before === undefined && earlier !== undefined && earlier.name !== person.name;
    const zh = isAnother ? '姓名和身份证号都与原来不同，应作为新增人员' : '不是该人员在本班次的编号';
    const en = isAnother ? 'is the id of somebody else' : 'is not this person’s id in this class';
    return isWrong || isAnother ? [atRow(`people[${index}].id`, index, person, zh, en)] : [];
  });
}

/** A person keeps the id of an earlier version, by ID number or, when that was corrected, by the given id. */
function giveIds(content: FilingContent, known: readonly FiledPerson[]): readonly FiledPerson[] {
  const idOf = new Map(known.map((person) => [person.idNumber, person.id]));
  return content.people.map(({ id, name, role, idNumber: typed }) => {
    const idNumber = normaliseIdNumber(typed);
    return { id: id ?? idOf.get(idNumber) ?? randomId('per'), name, role, idNumber };
  });
}

/** A class keeps the version of its policy that it was filed under. */
function profileVersionOf({ profile, profileVersion }: FilingContent, before: ClassPlan | undefined): number {
  if (profileVersion !== undefined) return profileVersion;
  if (before?.profile === profile) return before.profileVersion ?? 1;
  return findProfile(profile)?.version ?? 1;
}

function planFields(content: FilingContent, people: readonly FiledPerson[]) {
  const {
    people: _people,
    periods,
    class: _class,
    operators: _operators,
    dossier: _dossier,
    ...rest
  } = content;
  const idOf = new Map(people.map((person) => [person.idNumber, person.id]));
  return {
    ...rest,
    people: people.map(({ id, role, name, idNumber }) => ({
      id,
      role: role as ClassPlan['people'][number]['role'],
      name,
      idLast4: idNumber.slice(-4),
    })),
    periods: periods
      .map(({ teacherIdNumber, from: _from, ...period }) => ({
        ...period,
        teacher: idOf.get(normaliseIdNumber(teacherIdNumber)) ?? '',
      }))
      .sort((a, b) => a.startAt - b.startAt),
  };
}
