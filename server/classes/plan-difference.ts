import type { ClassPlan, Period, PlanPerson } from '../../sync/contract/class-plan.ts';
import type { PlanDifference } from '../../sync/contract/filing-review.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';

/** What says how a class is judged: to change it after the first period is to change what was. */
const terms = [
  ...(['profile', 'profileVersion', 'trainingKind', 'occupation', 'level'] as const),
  ...(['periodMinutes', 'checkIn', 'recording', 'maxOfflineHours'] as const),
] as const;
const others = ['title', 'organiser', 'room', 'sampling', 'devices'] as const;

/**
 * What `after` changes of `before`. Late: some period that is added, removed or changed begins at or before `now`, in
 * either plan; or the roster's trainees, who they are, or the terms change when the class has begun. `renumbered`: ids of
 * people whose whole ID number changes, of which a plan holds the end only.
 */
export function planDifference(
  before: ClassPlan,
  after: ClassPlan,
  now: number,
  renumbered: ReadonlySet<string> = new Set(),
): PlanDifference {
  const old = new Map(before.periods.map((period) => [keyOf(period), period]));
  const kept = new Set(after.periods.map(keyOf));
  const added = after.periods.filter((period) => !old.has(keyOf(period)));
  const removed = before.periods.filter((period) => !kept.has(keyOf(period)));
  const changed = after.periods.flatMap((period) => {
    const earlier = old.get(keyOf(period));
    return earlier && !isSame(earlier, period) ? [{ before: earlier, after: period }] : [];
  });
  const peopleAdded = without(after.people, before.people);
  const peopleRemoved = without(before.people, after.people);
  const peopleChanged = changedPeople(before.people, after.people, renumbered);
  const fields = [...terms, ...others].filter(
    (field) => !isSame(valueIn(before, field), valueIn(after, field)),
  );

  const touched = [...added, ...removed, ...changed.flatMap((pair) => [pair.before, pair.after])];
  const reachesBack =
    fields.some((field) => (terms as readonly string[]).includes(field)) ||
    [...peopleAdded, ...peopleRemoved, ...peopleChanged].some(({ role }) => role === 'trainee');
  const all = [...before.periods, ...after.periods];
  const isLate = [...touched, ...(reachesBack ? all : [])].some(({ startAt }) => startAt <= now);

  const nameOf = new Map([...before.people, ...after.people].map(({ id, name }) => [id, name]));
  const line = (period: Period) => lineOf(period, nameOf);
  return {
    beforeVersion: before.version,
    isLate,
    added: added.map(line),
    removed: removed.map(line),
    changed: changed.map((pair) => ({ before: line(pair.before), after: line(pair.after) })),
    peopleAdded: peopleAdded.map(toName),
    peopleRemoved: peopleRemoved.map(toName),
    peopleChanged,
    fields,
  };
}

const keyOf = ({ day, number }: Period): string => `${day} ${number}`;
const isSame = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
const toName = ({ role, name }: PlanPerson) => ({ role, name });

/** An older plan says nothing of what came later: its version 1, say. */
function valueIn(plan: ClassPlan, field: (typeof terms | typeof others)[number]): unknown {
  if (field === 'profileVersion') return plan.profileVersion ?? 1;
  if (field === 'devices') return [...plan.devices].sort();
  return plan[field] ?? null;
}

/** Records, enrolments and money follow the id: whoever it stands for must be seen. */
function changedPeople(
  before: readonly PlanPerson[],
  after: readonly PlanPerson[],
  renumbered: ReadonlySet<string>,
): PlanDifference['peopleChanged'] {
  const old = new Map(before.map((person) => [`${person.id} ${person.role}`, person]));
  return after.flatMap(({ id, role, name, idLast4 }) => {
    const earlier = old.get(`${id} ${role}`);
    if (!earlier) return [];
    const otherNumber = earlier.idLast4 !== idLast4 || renumbered.has(id);
    return earlier.name === name && !otherNumber
      ? []
      : [{ role, before: earlier.name, after: name, otherNumber }];
  });
}

/** By id and role: who stays under a corrected name or number is the same person. */
function without(people: readonly PlanPerson[], those: readonly PlanPerson[]): readonly PlanPerson[] {
  const there = new Set(those.map(({ id, role }) => `${id} ${role}`));
  return people.filter(({ id, role }) => !there.has(`${id} ${role}`));
}

function lineOf(period: Period, nameOf: ReadonlyMap<string, string>): PlanDifference['added'][number] {
  const { day, number, startAt, endAt, kind, exam = false, topic, teacher } = period;
  return { day, number, startAt, endAt, kind, exam, topic, teacher: nameOf.get(teacher) ?? '' };
}
