import type { Period } from '../../sync/contract/class-plan.ts';
import type { CreditReason } from '../../sync/contract/credit.ts';
import { type Attended, attendedIn, minutesOf } from './attended.ts';
import type { PeriodOfClass } from './class-credit.ts';
import { ours } from './defaults.ts';
import type { ElsewhereFact } from './facts.ts';
import type { IndexedFacts, PersonSession } from './index-facts.ts';
import type { EnrolmentJudge } from './judge-enrolment.ts';
import { inOrder, reason } from './reasons.ts';

/** What is asked of one trainee in one period that is over. */
export interface Asked {
  readonly person: string;
  readonly period: PeriodOfClass;
  readonly onLeave: boolean;
  readonly elsewhere: readonly ElsewhereFact[];
}

export interface PersonJudged {
  readonly attended: Attended;
  readonly reasons: readonly CreditReason[];
}

/** What speaks for and against one trainee's attendance of one period, apart from what holds for everybody in it. */
export function judgePerson(facts: IndexedFacts, enrolments: EnrolmentJudge, asked: Asked): PersonJudged {
  const { person, period, onLeave, elsewhere } = asked;
  const own = facts.of(person, period.session);
  const attended = attendedIn(period, own.inside, facts.rulesFor(period));
  const reasons = [attendanceReason(attended, own)];
  if (elsewhere.length > 0) reasons.push(...doubleReasons(period, own, elsewhere));
  // Whoever attended by what is accepted is only doubted by having left.
  const held =
    attended.state === 'present' ? own.held.filter(({ direction }) => direction !== 'in') : own.held;
  if (held.length > 0) reasons.push(heldReason(held));
  if (attended.state === 'present') {
    reasons.push(own.time);
    if (attended.open) reasons.push(outReason(facts, own));
    reasons.push(enrolments.reasonFor(person, period.endAt));
  } else {
    if (onLeave) reasons.push(reason('against', 'on-leave', { source: ours.leave }));
    if (isUnheard(facts, period)) reasons.push(reason('holds', 'kiosk-not-heard', { source: ours.heard }));
  }
  return { attended, reasons };
}

const codes = { late: 'arrived-late', absent: 'no-check-in' } as const;

function attendanceReason(attended: Attended, own: PersonSession): CreditReason {
  const { state, ms, wasAway } = attended;
  if (state === 'present') return own.checkedIn;
  const code = state === 'left-early' ? (wasAway ? 'was-away' : 'left-early') : codes[state];
  const about: CreditReason['about'] = ms > 0 ? { minutes: minutesOf(attended) } : {};
  return reason('against', code, { source: ours.windows, records: own.records, about });
}

/** Whoever is checked in in two classes at one moment was not in both: either is held. */
export function doubleReasons(
  period: Span,
  { inside }: PersonSession,
  elsewhere: readonly ElsewhereFact[],
): readonly CreditReason[] {
  const both = elsewhere.filter((other) => inside.some((one) => isShared(one, other, period)));
  return [...new Set(both.map((one) => one.class))].sort().map((id) => {
    const records = inOrder(both.filter((one) => one.class === id).flatMap((one) => one.records));
    return reason('holds', 'in-two-classes', { source: ours.overlap, records, about: { class: id } });
  });
}

type Span = Pick<Period, 'startAt' | 'endAt'>;

function isShared(a: Span, b: Span, c: Span): boolean {
  return Math.max(a.startAt, b.startAt, c.startAt) < Math.min(a.endAt, b.endAt, c.endAt);
}

function heldReason(held: PersonSession['held']): CreditReason {
  const records = inOrder(held.map(({ record }) => record));
  const why = [...new Set(held.map(({ heldFor }) => heldFor))].sort();
  const about = { count: held.length, heldFor: why };
  return reason('holds', 'check-in-held', { source: ours.time, records, about });
}

function outReason({ plan }: IndexedFacts, { records }: PersonSession): CreditReason {
  const about = { closesAfterMinutes: plan.checkIn.closesAfterMinutes };
  return reason('holds', 'no-check-out', { source: ours.checkOut, records, about });
}

/** A kiosk that did not speak since then may still bring check-ins. */
function isUnheard({ sessions, heardAt }: IndexedFacts, { session }: PeriodOfClass): boolean {
  return heardAt === null || heardAt < (sessions.get(session)?.closesAt ?? 0);
}
