import type { PersonLine } from '../../../sync/contract/kiosk-view.ts';
import type { Dictionary } from '../text/zh-CN.ts';
import { timeText } from './clock-text.ts';

export type BoardFilter = 'all' | 'present' | 'missing';

/** Who is here or was here: everyone who checked in, also after they left. */
export const isPresent = (person: PersonLine): boolean => person.status !== 'missing';

/**
 * 应到, 已签, 未到, so that the three always add up: who has checked out was here.
 */
export function boardCounts(people: readonly PersonLine[]): Record<BoardFilter, number> {
  const present = people.filter(isPresent).length;
  return { all: people.length, present, missing: people.length - present };
}

/** The chosen part of the class; the missing first in the whole list, since it is they who are looked for. */
export function boardPeople(people: readonly PersonLine[], filter: BoardFilter): PersonLine[] {
  if (filter === 'present') return people.filter(isPresent);
  if (filter === 'missing') return people.filter((person) => !isPresent(person));
  return [...people].sort((a, b) => Number(isPresent(a)) - Number(isPresent(b)));
}

/** `已签到 09:52 · 人脸` */
export function statusText({ status, at, method }: PersonLine, text: Dictionary): string {
  const when = at === null ? '' : ` ${timeText(at)}`;
  const how = method === null ? '' : ` · ${text.board.methods[method]}`;
  return `${text.board.status[status]}${when}${how}`;
}
