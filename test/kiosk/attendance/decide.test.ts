import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type PastCheckIn } from '../../../kiosk/attendance/decide.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';

const plan = samplePlan();
const one = { class: 'cls_a', person: 'per_1' };
const end = nine + 90 * minute;

function at(instant: number, past: PastCheckIn[] = [], identity = one, plans: ClassPlan[] = [plan]) {
  const { kind, reason, direction, minutes } = decide(plans, { at: instant, identity }, (_, session) =>
    session === 'ses_am' ? past : [],
  );
  return { kind, reason, direction, minutes };
}

const cameAt = (instant: number): PastCheckIn => ({ direction: 'in', reason: 'on-time', at: instant });
const leftAt = (instant: number, reason: PastCheckIn['reason'] = 'check-out'): PastCheckIn => ({
  direction: 'out',
  reason,
  at: instant,
});

describe('checking in (windows: rules.md §4.8, from the plan)', () => {
  test('opens 20 minutes before the first period', () => {
    expect(at(nine - 20 * minute)).toMatchObject({ kind: 'accepted', reason: 'on-time', direction: 'in' });
    expect(at(nine - 20 * minute - 1)).toMatchObject({ kind: 'refused', reason: 'outside-window' });
  });

  test('is late after five minutes, by whole minutes since the period began', () => {
    expect(at(nine + 5 * minute)).toMatchObject({ reason: 'on-time', minutes: 0 });
    expect(at(nine + 5 * minute + 1)).toMatchObject({ kind: 'accepted', reason: 'late', minutes: 5 });
    expect(at(nine + 12 * minute + 59_000)).toMatchObject({ reason: 'late', minutes: 12 });
  });

  test('any check-in inside a period counts, until the session is over', () => {
    expect(at(end - 1)).toMatchObject({ kind: 'accepted', reason: 'late', minutes: 89 });
    expect(at(end)).toMatchObject({ kind: 'refused', reason: 'outside-window' });
  });

  test('the windows are the plan’s, not the code’s', () => {
    const strict = samplePlan({ checkIn: { ...plan.checkIn, opensBeforeMinutes: 5, lateAfterMinutes: 0 } });
    expect(at(nine - 6 * minute, [], one, [strict])).toMatchObject({ reason: 'outside-window' });
    expect(at(nine + 1, [], one, [strict])).toMatchObject({ reason: 'late', minutes: 0 });
  });
});

describe('after a check-in', () => {
  const came = [cameAt(nine - minute)];

  test('a repeat soon after needs nothing more', () => {
    expect(at(nine + 8 * minute, came)).toMatchObject({ kind: 'refused', reason: 'already-checked-in' });
  });

  test('before class nobody is asked whether they leave', () => {
    expect(at(nine - 1, [cameAt(nine - 20 * minute)])).toMatchObject({ reason: 'already-checked-in' });
  });

  test('leaving early is asked, with the minutes that are missing', () => {
    expect(at(nine + 30 * minute, came)).toEqual({
      kind: 'ask',
      reason: 'early-leave',
      direction: 'out',
      minutes: 60,
    });
  });

  test('check-out from ten minutes before the end until thirty after', () => {
    expect(at(end - 10 * minute, came)).toMatchObject({
      kind: 'accepted',
      reason: 'check-out',
      direction: 'out',
    });
    expect(at(end - 10 * minute - 1, came)).toMatchObject({ kind: 'ask' });
    expect(at(end + 30 * minute, came)).toMatchObject({ kind: 'accepted', reason: 'check-out' });
    expect(at(end + 30 * minute + 1, came)).toMatchObject({ kind: 'refused', reason: 'outside-window' });
  });

  test('after a check-out there is nothing more to do', () => {
    expect(at(end, [...came, leftAt(end - 1)])).toMatchObject({
      kind: 'refused',
      reason: 'already-checked-out',
    });
  });

  test('who left early may come back, and is late', () => {
    const past = [...came, leftAt(nine + 20 * minute, 'early-leave')];
    expect(at(nine + 45 * minute, past)).toMatchObject({ kind: 'accepted', reason: 'late', minutes: 45 });
  });

  test('where the morning’s check-out meets the afternoon’s check-in, who is still in leaves first', () => {
    const soon = samplePlan({
      periods: plan.periods.map((p) =>
        p.session === 'ses_am'
          ? p
          : { ...p, startAt: p.startAt - 170 * minute, endAt: p.endAt - 170 * minute },
      ),
    });
    expect(at(end + 5 * minute, came, one, [soon])).toMatchObject({ reason: 'check-out' });
    expect(at(end + 5 * minute, [...came, leftAt(end)], one, [soon])).toMatchObject({
      reason: 'on-time',
      direction: 'in',
    });
  });
});

describe('who it is', () => {
  const other = samplePlan({
    class: 'cls_b',
    people: [{ id: 'per_9', role: 'trainee', name: '周九', idLast4: '0099' }],
    periods: [
      { ...plan.periods[3]!, startAt: nine + 600 * minute, endAt: nine + 640 * minute, session: 'ses_b' },
    ],
  });

  test('a face that matches nobody is refused and says so', () => {
    const decision = decide([plan], { at: nine, identity: undefined }, () => []);
    expect(decision).toMatchObject({ kind: 'refused', reason: 'unknown-person' });
    expect(decision.session?.id).toBe('ses_am');
  });

  test('someone who is no longer on the roster', () => {
    expect(at(nine, [], { class: 'cls_a', person: 'per_gone' })).toMatchObject({
      kind: 'refused',
      reason: 'not-on-roster',
    });
    expect(at(nine, [], { class: 'cls_gone', person: 'per_1' })).toMatchObject({ reason: 'not-on-roster' });
  });

  test('someone of another class, while this one sits here', () => {
    expect(at(nine, [], { class: 'cls_b', person: 'per_9' }, [plan, other])).toMatchObject({
      kind: 'refused',
      reason: 'wrong-class',
    });
    expect(at(nine + 200 * minute, [], { class: 'cls_b', person: 'per_9' }, [plan, other])).toMatchObject({
      reason: 'outside-window',
    });
  });
});

test('every instant has exactly one answer, and nobody checks in twice without leaving', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -30, max: 130 }), { maxLength: 12 }), (minutes) => {
      const past: PastCheckIn[] = [];
      for (const instant of [...minutes].sort((a, b) => a - b).map((m) => nine + m * minute)) {
        const decision = decide([plan], { at: instant, identity: one }, (_, s) =>
          s === 'ses_am' ? past : [],
        );
        if (decision.kind !== 'refused' && decision.session?.id === 'ses_am' && decision.direction) {
          expect(decision.direction).toBe(past.at(-1)?.direction === 'in' ? 'out' : 'in');
          past.push({ direction: decision.direction, reason: decision.reason, at: instant });
        }
      }
    }),
  );
});
