import type { CheckInLine, ClassDetail, HeldCheckIn } from '../../sync/contract/review.ts';
import type { Text } from './text/zh-CN.ts';

/** What came of an attempt, with its minutes: `迟到 12 分钟`, `不在名册`. */
export function outcomeText(line: Pick<CheckInLine, 'reason' | 'minutes'>, text: Text): string {
  if (line.reason === 'late' && line.minutes > 0) return text.minutesLate(line.minutes);
  if (line.reason === 'early-leave' && line.minutes > 0) return text.minutesEarly(line.minutes);
  return text.reason[line.reason];
}

export type Tone = 'fine' | 'mild' | 'refused';

export function toneOf(line: Pick<CheckInLine, 'outcome' | 'reason'>): Tone {
  if (line.outcome === 'refused') return 'refused';
  return line.reason === 'late' || line.reason === 'early-leave' ? 'mild' : 'fine';
}

/** The name to show for an attempt: the roster's, else the masked one of the record, else a stranger. */
export function namesOf(people: ClassDetail['people'], text: Text): (line: CheckInLine) => string {
  const names = new Map(people.map((person) => [person.id, person.name]));
  return (line) => (line.person && names.get(line.person)) || line.maskedName || text.checkIns.stranger;
}

/** The same for a held one, which may name somebody who is not on the roster, or be unreadable. */
export function heldNamesOf(people: ClassDetail['people'], text: Text): (line: HeldCheckIn) => string {
  const names = new Map(people.map((person) => [person.id, person.name]));
  return ({ says }) => {
    if (says === null) return '–';
    if (says.person === null) return text.checkIns.stranger;
    return names.get(says.person) ?? says.maskedName ?? text.checkIns.offRoster;
  };
}
