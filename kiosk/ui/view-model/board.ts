import type { PersonLine } from '../../../sync/contract/kiosk-view.ts';

export type BoardFilter = 'all' | 'present' | 'missing';

/** Who is here or was here: everyone who checked in, also after they left. */
export const isPresent = (person: PersonLine): boolean => person.status !== 'missing';

/** The chosen part of the class; the missing first in the whole list, since it is they who are looked for. */
export function boardPeople(people: readonly PersonLine[], filter: BoardFilter): PersonLine[] {
  if (filter === 'present') return people.filter(isPresent);
  if (filter === 'missing') return people.filter((person) => !isPresent(person));
  return [...people].sort((a, b) => Number(isPresent(a)) - Number(isPresent(b)));
}
