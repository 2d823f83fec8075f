import type { ClassPlan, PlanPerson } from '../../sync/contract/class-plan.ts';
import { type Session, sessionsOf } from '../plan/timetable.ts';

const minuteMs = 60_000;

/** One finger on the sensor at one moment of the past. */
export interface PastTouch {
  readonly at: number;
  readonly person: string;
}

/** Who came when on the days before: nearly all in time, some late, one absent, one who left early. Seeded. */
export function scriptPast(plan: ClassPlan, before: number): PastTouch[] {
  const random = seededRandom(20261121);
  const past = sessionsOf(plan).filter((session) => session.endAt < before);
  return past
    .flatMap((session, day) =>
      plan.people
        .filter((person) => person.role !== 'class-admin')
        .flatMap((person, index) => touchesOf(session, person, (index + 5 * day) % 12, random)),
    )
    .sort((a, b) => a.at - b.at);
}

function touchesOf(session: Session, person: PlanPerson, lot: number, random: () => number): PastTouch[] {
  if (person.role === 'trainee' && lot === 3) return [];
  const late = person.role === 'trainee' && (lot === 7 || lot === 9);
  const comesAt = session.startAt + (late ? 6 + random() * 14 : -1 - random() * 15) * minuteMs;
  const touch = (at: number) => ({ at: Math.round(at), person: person.id });
  // Who leaves early is asked, and answers with the same finger once more.
  if (person.role === 'trainee' && lot === 5) {
    const leavesAt = session.endAt - (20 + random() * 15) * minuteMs;
    return [touch(comesAt), touch(leavesAt), touch(leavesAt + 4_000)];
  }
  return [touch(comesAt), touch(session.endAt + (random() * 8 - 4) * minuteMs)];
}

/** mulberry32: the same demo for everybody. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
