import { type ClassFiling, defaultCheckInRules } from '../../sync/contract/class-plan.ts';
import { testStart } from './test-server.ts';

const minute = 60_000;

/** Synthetic numbers with right check digits. */
export const idNumbers = {
  admin: '231299199001010014',
  teacher: '231299199001010022',
  first: '231299199001010030',
  second: '231299199001010049',
};

type FiledPeriod = ClassFiling['periods'][number];

function period(number: number, startAt: number, change: Partial<FiledPeriod> = {}): FiledPeriod {
  return {
    number,
    session: 'ses_am',
    day: '2026-11-20',
    startAt,
    endAt: startAt + 40 * minute,
    kind: 'theory',
    topic: '家政服务',
    teacherIdNumber: idNumbers.teacher,
    ...change,
  };
}

/** Two theory periods from 09:00 and one practice period from 14:00 on the day of `testStart`. */
export function sampleFiling(devices: readonly string[], change: Partial<ClassFiling> = {}): ClassFiling {
  return {
    profile: 'suihua-2019-enterprise',
    title: '岗前培训班',
    trainingKind: '岗前培训',
    occupation: '家政服务员',
    organiser: '绥化某培训学校',
    room: '101',
    periodMinutes: 40,
    checkIn: defaultCheckInRules,
    recording: { theory: true, practice: false, localRetentionHours: 24 },
    people: [
      { role: 'class-admin', name: '班主任甲', idNumber: idNumbers.admin },
      { role: 'teacher', name: '教师乙', idNumber: idNumbers.teacher },
      { role: 'trainee', name: '学员丙丙', idNumber: idNumbers.first },
      { role: 'trainee', name: '学员丁', idNumber: idNumbers.second },
    ],
    periods: [
      period(1, testStart + 60 * minute),
      period(2, testStart + 110 * minute),
      period(5, testStart + 360 * minute, { session: 'ses_pm', kind: 'practice' }),
    ],
    devices: [...devices],
    ...change,
  };
}
