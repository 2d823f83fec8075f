import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { creditOfClass } from '../../../server/credit/credit-of-class.ts';
import type { CheckInFact, CreditFacts } from '../../../server/credit/facts.ts';
import { cellOf, isLastOf } from '../../../server/review/attendance.ts';
import { periodRules } from '../../../server/review/period-rules.ts';
import type { Period } from '../../../sync/contract/class-plan.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { minute, nine, samplePlan } from '../../helpers/sample-plan.ts';
import { creditsOf, honestFacts, personOf, press, ref, told, trainees, withoutChecks } from './made-facts.ts';

const whole = ['+ present', '+ present', '+ present', '+ present'];
const at = (minutes: number) => nine + minutes * minute;
const period = (index: number) => {
  const { day, number, startAt } = samplePlan().periods[index] as {
    day: string;
    number: number;
    startAt: number;
  };
  return { day, number, startAt };
};
const entry = { entry: 10, by: 'reviewer', at: at(1_000) };

/** The first trainee with other check-ins in the morning. */
function morning(...events: CheckInFact[]): CreditFacts {
  const facts = honestFacts();
  const afternoon = facts.checkIns.filter(
    ({ person, session }) => person === 'per_1' && session === 'ses_pm',
  );
  return { ...facts, checkIns: [...withoutChecks(facts, 'per_1'), ...afternoon, ...events] };
}

describe('rules.md §4.8: check-in windows, the product’s own defaults', () => {
  test('everything as it should be: every period counts, for reasons that name records', () => {
    expect(told(honestFacts())).toEqual(whole);
    const [first] = creditsOf(honestFacts());
    expect(first?.reasons.map(({ code }) => code)).toEqual([
      'checked-in',
      'time-proven',
      'enrolment-accepted',
    ]);
    expect(first?.reasons.every(({ records }) => records.length > 0)).toBe(true);
  });

  test.each([
    ['five minutes late', [press('per_1', 'in', 5), press('per_1', 'out', 91)], ['+ present', '+ present']],
    [
      'later: that period is late, the next counts',
      [press('per_1', 'in', 6), press('per_1', 'out', 91)],
      ['- late arrived-late', '+ present'],
    ],
    [
      'in the break',
      [press('per_1', 'in', 45), press('per_1', 'out', 91)],
      ['- absent no-check-in', '+ present'],
    ],
    ['never', [], ['- absent no-check-in', '- absent no-check-in']],
    [
      'left ten minutes before its end',
      [press('per_1', 'in', -5), press('per_1', 'out', 80)],
      ['+ present', '+ present'],
    ],
    [
      'left before that',
      [press('per_1', 'in', -5), press('per_1', 'out', 79)],
      ['+ present', '- left-early left-early'],
    ],
    [
      'left and came back in five minutes',
      [
        press('per_1', 'in', -5),
        press('per_1', 'out', 10),
        press('per_1', 'in', 15),
        press('per_1', 'out', 91),
      ],
      ['+ present', '+ present'],
    ],
    [
      'left ten minutes before the end of a period that is not the last of its half-day',
      [press('per_1', 'in', -5), press('per_1', 'out', 30)],
      ['- left-early left-early', '- absent no-check-in'],
    ],
    [
      'as late as one may be, and gone as early: twenty-five minutes of forty earn nothing',
      [press('per_1', 'in', 55), press('per_1', 'out', 80)],
      ['- absent no-check-in', '- left-early left-early'],
    ],
    [
      'away in the middle',
      [
        press('per_1', 'in', -5),
        press('per_1', 'out', 6),
        press('per_1', 'in', 29),
        press('per_1', 'out', 91),
      ],
      ['- left-early was-away', '+ present'],
    ],
  ])('%s', (_name, events, expected) => {
    expect(told(morning(...events)).slice(0, 2)).toEqual(expected);
  });

  test('as the attendance tab says, whoever comes and goes however, but for being away in between', () => {
    const moments = fc.uniqueArray(fc.integer({ min: -20, max: 120 }), { maxLength: 8 });
    fc.assert(
      fc.property(moments, (some) => {
        const events = some
          .sort((a, b) => a - b)
          .map((minutes, index) => press('per_1', index % 2 === 0 ? 'in' : 'out', minutes));
        const { plan, now } = honestFacts();
        creditsOf(morning(...events))
          .slice(0, 2)
          .forEach(({ reasons }, index) => {
            const code = reasons[0]?.code;
            const period = plan.periods[index] as Period;
            const rules = periodRules(plan.checkIn, isLastOf(plan, period));
            const { status } = cellOf(period, events, rules, now);
            const said = {
              'checked-in': 'present',
              'arrived-late': 'late',
              'left-early': 'left-early',
              'no-check-in': 'absent',
            };
            // Being away counts towards what is missed of a period in all.
            const wasAway = code === 'was-away' || (code === 'left-early' && events.length > 2);
            if (wasAway) expect(['present', 'left-early']).toContain(status);
            else expect(said[code as keyof typeof said]).toBe(status);
          });
      }),
    );
  });

  test('pending until no check-out can come any more, then judged the same for ever', () => {
    const before = honestFacts({ now: at(90 + 29) });
    expect(told(before).slice(0, 2)).toEqual(['- pending', '- pending']);
    const [early, late] = [honestFacts({ now: at(500) }), honestFacts({ now: at(500_000) })];
    expect(canonicalJson(creditOfClass({ ...late, now: early.now }))).toBe(
      canonicalJson(creditOfClass(late)),
    );
  });

  test('a kiosk that has not spoken since: nobody is absent yet', () => {
    const facts = { ...morning(), heardAt: at(100) };
    expect(told(facts)[0]).toBe('- held no-check-in kiosk-not-heard');
  });
});

describe('rules.md §8: how people cheat', () => {
  test('signs in and leaves without signing out: held 未签退', () => {
    expect(told(morning(press('per_1', 'in', -5))).slice(0, 2)).toEqual([
      '- held no-check-out',
      '- held no-check-out',
    ]);
  });

  test('signs in and leaves: an empty room, or few heads, holds the period of that look', () => {
    const look = (heads: number, minutes: number) => ({
      session: 'ses_am',
      at: at(minutes),
      heads,
      record: ref(),
    });
    expect(told(honestFacts({ looks: [look(0, 20), look(3, 60)] })).slice(0, 2)).toEqual([
      '- held empty-room',
      '+ present',
    ]);
    const more = ['a', 'b', 'c', 'd', 'e'].flatMap((who) => [
      press(`per_${who}`, 'in', -5),
      press(`per_${who}`, 'out', 91),
    ]);
    const facts = honestFacts({ looks: [look(8, 20), look(3, 60)] });
    expect(told({ ...facts, checkIns: [...facts.checkIns, ...more] }).slice(0, 2)).toEqual([
      '+ present',
      '- held few-heads',
    ]);
  });

  test('shortened lesson, on paper: a 25-minute period earns nothing (第五条(三) 「每课时40分钟」)', () => {
    const plan = samplePlan();
    const short = {
      ...plan,
      periods: plan.periods.map((one, i) => (i === 0 ? { ...one, endAt: one.startAt + 25 * minute } : one)),
    };
    expect(told(honestFacts({ plan: short })).slice(0, 2)).toEqual(['- held period-too-short', '+ present']);
    const source = creditOfClass(honestFacts({ plan: short })).periods[0]?.reasons[0]?.source;
    expect(source).toMatchObject({ kind: 'clause', clause: expect.stringContaining('第五条') });
  });

  test('shortened lesson, taught: teacher gone and film stopped after 25 minutes earns nothing, by two proofs', () => {
    const facts = honestFacts({
      film: [{ device: 'dev_test', session: 'ses_am', startAt: at(-1), endAt: at(25), state: 'verified' }],
    });
    const teacher = [press('per_teacher', 'in', -5), press('per_teacher', 'out', 25)];
    const checkIns = [...withoutChecks(facts, 'per_teacher'), ...teacher];
    const { periods, people } = creditOfClass({ ...facts, checkIns });
    expect(people.map(({ credits }) => [credits[0]?.state, credits[0]?.counts])).toEqual([
      ['present', false],
      ['present', false],
    ]);
    const shortened = periods[0]?.reasons.find(({ code }) => code === 'lesson-shortened');
    expect([shortened?.weighs, shortened?.about]).toEqual(['against', { minutes: 25 }]);
  });

  test.each([
    ['teacher gone, film goes on', 91, 25, '- held teacher-left-early'],
    ['film stopped, teacher there', 25, 91, '- held video-short'],
  ])('shortened lesson, one proof alone: %s: held', (_name, filmed, taught, expected) => {
    const facts = honestFacts({
      film: [
        { device: 'dev_test', session: 'ses_am', startAt: at(-1), endAt: at(filmed), state: 'verified' },
      ],
    });
    const teacher = [press('per_teacher', 'in', -5), press('per_teacher', 'out', taught)];
    expect(told({ ...facts, checkIns: [...withoutChecks(facts, 'per_teacher'), ...teacher] })[0]).toBe(
      expected,
    );
  });

  test('a ninth period of a day is held (「每天不超过8课时」)', () => {
    const plan = samplePlan();
    const [first] = plan.periods;
    if (!first) throw new Error('no period');
    const periods = Array.from({ length: 9 }, (_, i) => ({
      ...first,
      number: i + 1,
      session: 'ses_pm',
      kind: 'practice' as const,
      startAt: at(270 + i * 45),
      endAt: at(310 + i * 45),
    }));
    const long = { ...plan, periods };
    const out = (person: string) => [press(person, 'in', 265), press(person, 'out', 271 + 9 * 45)];
    const checkIns = [...trainees, 'per_teacher'].flatMap(out);
    const facts = honestFacts({
      plan: long,
      checkIns,
      film: [],
      looks: [],
      now: at(3_000),
      heardAt: at(2_900),
    });
    expect(told(facts).slice(7)).toEqual(['+ present', '- held beyond-daily-limit']);
  });

  test('in two classes at once: both are held, and only while both last', () => {
    const records = [ref('dev_other')];
    const other = { person: 'per_1', class: 'cls_b', records };
    const facts = honestFacts({ elsewhere: [{ ...other, startAt: at(50), endAt: at(80) }] });
    expect(told(facts)).toEqual(['+ present', '- held in-two-classes', '+ present', '+ present']);
    expect(told(facts, 'per_2')).toEqual(whole);
    expect(creditsOf(facts)[1]?.reasons.find(({ code }) => code === 'in-two-classes')?.records).toEqual(
      records,
    );
    // After leaving here, or before coming: nothing of it.
    expect(told(honestFacts({ elsewhere: [{ ...other, startAt: at(91), endAt: at(200) }] }))).toEqual(whole);
  });

  test.each(['black', 'covered', 'frozen', 'looped'] as const)('camera %s in the period: held', (fault) => {
    const stretch = { session: 'ses_am', startAt: at(50), endAt: at(52), fault, record: ref() };
    expect(told(honestFacts({ pictureFaults: [stretch] }))).toEqual([
      '+ present',
      '- held picture-faulty',
      '+ present',
      '+ present',
    ]);
  });

  test('clock moved: a check-in whose time is not proven is held, accepted by an old program or not', () => {
    const unproven = morning(press('per_1', 'in', -5, { timeProven: false }), press('per_1', 'out', 91));
    expect(told(unproven)[0]).toBe('- held time-unproven');
    const place = { person: 'per_1', session: 'ses_am', direction: 'in' } as const;
    const held = { ...place, heldFor: 'time-unproven', record: ref() } as const;
    expect(told({ ...morning(), heldCheckIns: [held] }).slice(0, 3)).toEqual([
      '- held no-check-in check-in-held',
      '- held no-check-in check-in-held',
      '+ present',
    ]);
  });

  test('a held check-in beside accepted ones takes nothing away; a held check-out may mean that they left', () => {
    const extra = (direction: 'in' | 'out') =>
      ({ person: 'per_1', session: 'ses_am', direction, heldFor: 'time-unproven', record: ref() }) as const;
    expect(told(honestFacts({ heldCheckIns: [extra('in')] }))).toEqual(whole);
    expect(told(honestFacts({ heldCheckIns: [extra('out')] }))[0]).toBe('- held check-in-held');
  });

  test('a proxy enrols as the ghost: no credit until a reviewer accepts; none once refused', () => {
    const facts = honestFacts();
    const ofTeacher = ({ person }: { readonly person: string }) => person === 'per_teacher';
    const undecided = facts.enrolmentDecisions.filter(ofTeacher);
    const missing = facts.enrolments.filter(ofTeacher);
    expect(told({ ...facts, enrolmentDecisions: undecided })).toEqual(
      Array(4).fill('- held enrolment-pending'),
    );
    expect(told({ ...facts, enrolments: missing })).toEqual(Array(4).fill('- held enrolment-missing'));
    const refused = facts.enrolmentDecisions
      .filter((one) => !ofTeacher(one))
      .map((one) => ({ ...one, entry: 20, accepted: false }));
    const both = [...refused, ...facts.enrolmentDecisions];
    expect(told({ ...facts, enrolmentDecisions: both })).toEqual(
      Array(4).fill('- present enrolment-refused'),
    );
  });

  test('enrolled anew at noon by another: the morning stays, the afternoon waits for a word of its own', () => {
    const facts = honestFacts();
    const anew = { person: 'per_1', method: 'face', at: at(200), isDated: true, record: ref() } as const;
    expect(told({ ...facts, enrolments: [...facts.enrolments, anew] })).toEqual([
      '+ present',
      '+ present',
      '- held enrolment-pending',
      '- held enrolment-pending',
    ]);
  });

  test('the plan was changed afterwards: both results are shown', () => {
    const plan = samplePlan();
    const shrunk = { ...plan, version: 2, periods: plan.periods.slice(0, 2) };
    const facts = honestFacts({ plan: shrunk, planBefore: plan });
    const absent = {
      ...facts,
      checkIns: facts.checkIns.filter(({ person, session }) => person !== 'per_1' || session === 'ses_am'),
    };
    const credit = creditOfClass(absent);
    expect(credit.beforeVersion).toBe(1);
    expect([personOf(credit).totals, personOf(credit).before]).toMatchObject([
      { counted: 2, total: 2, meets: 'yes' },
      { counted: 2, total: 4, percent: 50, meets: 'no' },
    ]);
  });
});

describe('the period’s teacher', () => {
  test('somebody enrols as the teacher: what was taught waits until a reviewer accepts it', () => {
    const facts = honestFacts();
    const teachers = facts.enrolmentDecisions.filter(({ person }) => person === 'per_teacher');
    const held = Array(4).fill('- held teacher-enrolment');
    const others = facts.enrolmentDecisions.filter((one) => !teachers.includes(one));
    expect(told({ ...facts, enrolmentDecisions: others })).toEqual(held);
    const refused = teachers.map((one) => ({ ...one, entry: 20, accepted: false }));
    expect(told({ ...facts, enrolmentDecisions: [...facts.enrolmentDecisions, ...refused] })).toEqual(held);
    expect(
      told({ ...facts, enrolments: facts.enrolments.filter(({ person }) => person !== 'per_teacher') }),
    ).toEqual(held);
    expect(creditOfClass(facts).enrolments.map(({ role, state }) => [role, state])).toEqual([
      ['trainee', 'accepted'],
      ['trainee', 'accepted'],
      ['teacher', 'accepted'],
    ]);
  });

  test.each([
    ['never came', [], '- held teacher-absent'],
    [
      'came twelve minutes late',
      [press('per_teacher', 'in', 12), press('per_teacher', 'out', 91)],
      '- held teacher-late',
    ],
  ])('%s', (_name, events, expected) => {
    const facts = honestFacts();
    expect(told({ ...facts, checkIns: [...withoutChecks(facts, 'per_teacher'), ...events] })[0]).toBe(
      expected,
    );
  });
});

describe('leave', () => {
  test('a granted one turns absence into leave, which does not count; one who came anyway was there', () => {
    const leave = { ...entry, ...period(0), person: 'per_1', granted: true };
    expect(told({ ...morning(), leaves: [leave] })[0]).toBe('- on-leave no-check-in on-leave');
    expect(told(honestFacts({ leaves: [leave] }))[0]).toBe('+ present');
    const back = { ...leave, entry: 11, granted: false };
    expect(told({ ...morning(), leaves: [back, leave] })[0]).toBe('- absent no-check-in');
  });
});

describe('a reviewer’s decision is an input, never an overwrite', () => {
  const decision = { ...entry, ...period(0), person: 'per_1', verdict: 'count', reason: '对照录像' } as const;

  test('says what counts; what the rules came to stays beside it', () => {
    const [plain] = creditsOf(morning());
    const [decided] = creditsOf({ ...morning(), decisions: [decision] });
    expect(decided).toEqual({
      ...plain,
      counts: true,
      decision: { verdict: 'count', by: 'reviewer', at: entry.at, entry: '10', reason: '对照录像' },
    });
    const no = honestFacts({ decisions: [{ ...decision, verdict: 'not-count' }] });
    expect(told(no)[0]).toBe('- present');
    expect(creditsOf(no)[0]?.byRule).toBe(true);
  });

  test('the later one counts, whatever the order of rows; one can be taken back', () => {
    const later = { ...decision, entry: 11, verdict: 'not-count' } as const;
    const back = { ...decision, entry: 12, verdict: 'none' } as const;
    expect(creditsOf({ ...morning(), decisions: [later, decision] })[0]?.counts).toBe(false);
    expect(creditsOf({ ...morning(), decisions: [back, decision, later] })[0]).toEqual(
      creditsOf(morning())[0],
    );
  });

  test('a period that was moved needs a new one', () => {
    const old = { ...decision, startAt: decision.startAt - minute };
    expect(creditsOf({ ...morning(), decisions: [old] })[0]?.counts).toBe(false);
  });
});

describe('totals in integers (rules.md §4.2, §4.3)', () => {
  test('an exam is no part of the count, and is not credited; what is held may still change the answer', () => {
    const plan = samplePlan();
    const withExam = {
      ...plan,
      periods: plan.periods.map((one, i) => (i === 3 ? { ...one, exam: true } : one)),
    };
    const held = { ...honestFacts({ plan: withExam }), enrolmentDecisions: [] };
    expect(personOf(creditOfClass(held)).totals).toEqual({
      counted: 0,
      total: 3,
      held: 3,
      pending: 0,
      percent: 0,
      meets: 'undecided',
    });
    const all = creditOfClass(honestFacts({ plan: withExam }));
    expect(personOf(all).totals).toEqual({
      counted: 3,
      total: 3,
      held: 0,
      pending: 0,
      percent: 100,
      meets: 'yes',
    });
    expect(personOf(all).credits[3]?.counts).toBe(false);
  });

  test('two of three is 66 %, never rounded up, and below 「70%以上」', () => {
    const plan = samplePlan();
    const three = { ...plan, periods: plan.periods.slice(0, 3) };
    const facts = honestFacts({ plan: three });
    const checkIns = facts.checkIns.filter(
      ({ person, session }) => person !== 'per_1' || session === 'ses_am',
    );
    expect(personOf(creditOfClass({ ...facts, checkIns })).totals).toMatchObject({
      counted: 2,
      percent: 66,
      meets: 'no',
    });
  });
});

describe('the same tomorrow', () => {
  test('the same facts give the same bytes, in whatever order their rows come', () => {
    const base = honestFacts();
    const facts: CreditFacts = {
      ...base,
      checkIns: [...base.checkIns, press('per_2', 'in', -5)],
      film: [
        { device: 'dev_test', session: 'ses_am', startAt: at(-1), endAt: at(20), state: 'verified' },
        { device: 'dev_test', session: 'ses_am', startAt: at(22), endAt: at(60), state: 'verified' },
        { device: 'dev_test', session: 'ses_am', startAt: at(60), endAt: at(91), state: 'announced' },
      ],
      gaps: [
        { session: 'ses_am', startAt: at(20), endAt: at(21), cause: 'stalled', record: ref() },
        { session: 'ses_am', startAt: at(21), endAt: at(22), cause: 'camera-lost', record: ref() },
      ],
      pictureFaults: [
        { session: 'ses_am', startAt: at(50), endAt: at(52), fault: 'covered', record: ref('dev_b') },
        { session: 'ses_am', startAt: at(51), endAt: at(53), fault: 'black', record: ref('dev_a') },
      ],
      looks: [0, 3, 0].map((heads, i) => ({ session: 'ses_am', at: at(10 + i * 5), heads, record: ref() })),
      heldCheckIns: [1, 2].map(() => ({
        person: 'per_2',
        session: 'ses_am',
        direction: 'out',
        heldFor: 'not-in-plan',
        record: ref(),
      })),
      elsewhere: ['cls_c', 'cls_b'].map((id) => ({
        person: 'per_1',
        class: id,
        startAt: at(0),
        endAt: at(60),
        records: [ref(), ref()],
      })),
      enrolments: [
        ...base.enrolments,
        { person: 'per_1', method: 'finger', at: at(-50), isDated: true, record: ref() },
      ],
      decisions: [1, 2, 3].map((i) => ({
        ...entry,
        ...period(1),
        entry: 10 + i,
        person: 'per_1',
        verdict: i === 2 ? 'none' : 'count',
        reason: `r${i}`,
      })),
      leaves: [1, 2].map((i) => ({
        ...entry,
        ...period(0),
        entry: 20 + i,
        person: 'per_2',
        granted: i === 2,
      })),
    };
    const expected = canonicalJson(creditOfClass(facts));
    const shuffle = <T>(rows: readonly T[]) => fc.shuffledSubarray([...rows], { minLength: rows.length });
    const shuffled = fc.record({
      checkIns: shuffle(facts.checkIns),
      film: shuffle(facts.film),
      gaps: shuffle(facts.gaps),
      pictureFaults: shuffle(facts.pictureFaults),
      looks: shuffle(facts.looks),
      heldCheckIns: shuffle(facts.heldCheckIns),
      elsewhere: shuffle(facts.elsewhere),
      enrolments: shuffle(facts.enrolments),
      decisions: shuffle(facts.decisions),
      leaves: shuffle(facts.leaves),
      enrolmentDecisions: shuffle(facts.enrolmentDecisions),
    });
    fc.assert(
      fc.property(shuffled, (rows) => {
        expect(canonicalJson(creditOfClass({ ...facts, ...rows }))).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });
});
