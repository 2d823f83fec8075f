import { type ClassPlan, defaultCheckInRules, type Period } from '../../sync/contract/class-plan.ts';

export const minute = 60_000;

/** 2026-03-02 09:00 in Asia/Shanghai. */
export const nine = Date.parse('2026-03-02T09:00:00+08:00');

function period(number: number, startAt: number, change: Partial<Period> = {}): Period {
  return {
    number,
    session: 'ses_am',
    day: '2026-03-02',
    startAt,
    endAt: startAt + 40 * minute,
    kind: 'theory',
    topic: '安全生产常识',
    teacher: 'per_teacher',
    ...change,
  };
}

/** A class of two half-days: 09:00–10:30 theory, 13:30–15:00 practice, with a break of ten minutes in each. */
export function samplePlan(change: Partial<ClassPlan> = {}): ClassPlan {
  const afternoon = { session: 'ses_pm', kind: 'practice' as const };
  return {
    v: 1,
    class: 'cls_a',
    version: 1,
    filedAt: nine - 10 * 24 * 60 * minute,
    profile: 'suihua-2019-enterprise',
    title: '岗前培训一班',
    trainingKind: '岗前培训',
    occupation: '保育员',
    organiser: '合成培训学校',
    room: '101',
    periodMinutes: 40,
    checkIn: defaultCheckInRules,
    recording: { theory: true, practice: false, localRetentionHours: 24 },
    periods: [
      period(1, nine),
      period(2, nine + 50 * minute),
      period(3, nine + 270 * minute, afternoon),
      period(4, nine + 320 * minute, afternoon),
    ],
    people: [
      { id: 'per_1', role: 'trainee', name: '赵一一', idLast4: '0011' },
      { id: 'per_2', role: 'trainee', name: '钱二', idLast4: '002X' },
      { id: 'per_teacher', role: 'teacher', name: '孙老师', idLast4: '0033' },
    ],
    devices: ['dev_test'],
    ...change,
  };
}
