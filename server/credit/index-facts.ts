import type { ClassPlan, Period } from '../../sync/contract/class-plan.ts';
import type { CreditReason, RecordRef } from '../../sync/contract/credit.ts';
import { groupBy } from '../group-by.ts';
import { type PeriodRules, periodRules } from '../review/period-rules.ts';
import { type Inside, insideStretches } from './attended.ts';
import { ours } from './defaults.ts';
import type { CheckInFact, CreditFacts, HeldCheckInFact } from './facts.ts';
import { byPlace, byTime, inOrder, reason } from './reasons.ts';

const minuteMs = 60_000;

interface SessionSpan {
  readonly id: string;
  readonly endAt: number;
  /** From here on no check-out can come any more. */
  readonly closesAt: number;
}

/** What one person did in one half-day. */
export interface PersonSession {
  readonly inside: readonly Inside[];
  readonly records: readonly RecordRef[];
  readonly held: readonly HeldCheckInFact[];
  /** The same for every period that is attended whole: made once. */
  readonly checkedIn: CreditReason;
  readonly time: CreditReason;
}

/** Facts under the keys by which they are asked for, each list in an order of its own. */
export interface IndexedFacts extends CreditFacts {
  readonly periods: readonly Period[];
  readonly sessions: ReadonlyMap<string, SessionSpan>;
  of(person: string, session: string): PersonSession;
  rulesFor(period: Pick<Period, 'session' | 'endAt'>): PeriodRules;
  /** Check-ins of everybody in a half-day, in order of time. */
  readonly ofSession: ReadonlyMap<string, readonly CheckInFact[]>;
}

const nothing: PersonSession = { inside: [], held: [], ...said([]) };

export function indexFacts(facts: CreditFacts): IndexedFacts {
  const { plan } = facts;
  const sessions = sessionSpans(plan);
  const ofSession = groupBy([...facts.checkIns].sort(byTime), ({ session }) => session);
  const people = new Map<string, PersonSession>();
  const held = groupBy(
    [...facts.heldCheckIns].sort((a, b) => byPlace(a.record, b.record)),
    keyOf,
  );
  for (const [key, ofPerson] of held) people.set(key, { ...nothing, held: ofPerson });
  for (const [key, events] of groupBy([...ofSession.values()].flat(), keyOf)) {
    const endAt = sessions.get(events[0]?.session ?? '')?.endAt ?? 0;
    people.set(key, {
      inside: insideStretches(events, endAt),
      held: held.get(key) ?? [],
      ...said(events),
    });
  }
  const periods = [...plan.periods].sort((a, b) => a.startAt - b.startAt);
  const of = (person: string, session: string) => people.get(`${person} ${session}`) ?? nothing;
  const [last, other] = [true, false].map((isLast) => periodRules(plan.checkIn, isLast)) as [
    PeriodRules,
    PeriodRules,
  ];
  const rulesFor: IndexedFacts['rulesFor'] = ({ session, endAt }) =>
    sessions.get(session)?.endAt === endAt ? last : other;
  return { ...facts, periods, sessions, of, ofSession, rulesFor };
}

function said(events: readonly CheckInFact[]): Pick<PersonSession, 'records' | 'checkedIn' | 'time'> {
  const refs = (of: readonly CheckInFact[]) => inOrder(of.map(({ record }) => record));
  const records = refs(events);
  const unproven = refs(events.filter(({ timeProven }) => !timeProven));
  return {
    records,
    checkedIn: reason('for', 'checked-in', { source: ours.windows, records }),
    time:
      unproven.length === 0
        ? reason('for', 'time-proven', { source: ours.time, records })
        : reason('holds', 'time-unproven', { source: ours.time, records: unproven }),
  };
}

function keyOf({ person, session }: { readonly person: string; readonly session: string }): string {
  return `${person} ${session}`;
}

function sessionSpans({ periods, checkIn }: ClassPlan): ReadonlyMap<string, SessionSpan> {
  const spans = [...groupBy(periods, ({ session }) => session)].map(([id, own]) => {
    const endAt = Math.max(...own.map((period) => period.endAt));
    return [id, { id, endAt, closesAt: endAt + checkIn.closesAfterMinutes * minuteMs }] as const;
  });
  return new Map(spans);
}
