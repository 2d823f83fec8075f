import { isIdNumber } from '../../../server/classes/id-number.ts';
import { type ClassFiling, defaultCheckInRules } from '../../../sync/contract/class-plan.ts';

const minute = 60_000;
const dayMs = 24 * 60 * minute;
const periodMinutes = 40;
const breakMinutes = 10;
const periodsOfHalfDay = 4;

/** First day of all classes. */
export const firstDay = '2026-11-02';

/** Four periods a half-day; the first of all is theory, which is filmed, and the others are practice. */
export function cityFiling(
  number: number,
  device: string,
  { trainees, periods }: { readonly trainees: number; readonly periods: number },
): ClassFiling {
  const teacher = syntheticIdNumber(number * 1_000 + 998);
  const people = Array.from({ length: trainees }, (_, index) => ({
    role: 'trainee' as const,
    name: `学员${number}之${index}`,
    idNumber: syntheticIdNumber(number * 1_000 + index),
  }));
  return {
    profile: 'suihua-2019-enterprise',
    title: `岗前培训第${number}期`,
    trainingKind: '岗前培训',
    occupation: '家政服务员',
    organiser: `第${number % 20}培训学校`,
    room: `${100 + number}`,
    periodMinutes,
    checkIn: defaultCheckInRules,
    recording: { theory: true, practice: false, localRetentionHours: 24 },
    people: [
      ...people,
      { role: 'teacher', name: `教师${number}`, idNumber: teacher },
      { role: 'class-admin', name: `班主任${number}`, idNumber: syntheticIdNumber(number * 1_000 + 999) },
    ],
    periods: Array.from({ length: periods }, (_, index) => periodOf(index, teacher)),
    devices: [device],
  };
}

function periodOf(index: number, teacherIdNumber: string): ClassFiling['periods'][number] {
  const halfDay = Math.floor(index / periodsOfHalfDay);
  const place = index % periodsOfHalfDay;
  const isMorning = halfDay % 2 === 0;
  const dayNumber = Math.floor(halfDay / 2);
  const midnight = Date.parse(`${firstDay}T00:00:00+08:00`) + dayNumber * dayMs;
  const begins = midnight + (isMorning ? 8.5 : 13.5) * 60 * minute;
  const startAt = begins + place * (periodMinutes + breakMinutes) * minute;
  return {
    number: place + 1 + (isMorning ? 0 : periodsOfHalfDay),
    session: `ses_${halfDay}`,
    day: new Date(midnight + 8 * 60 * minute).toISOString().slice(0, 10),
    startAt,
    endAt: startAt + periodMinutes * minute,
    kind: index === 0 ? 'theory' : 'practice',
    topic: index === 0 ? '职业道德与安全' : '操作练习',
    teacherIdNumber,
  };
}

/** Of nobody: there is no district 231299. `number` below 999,000. */
function syntheticIdNumber(number: number): string {
  const born = `19${70 + (Math.floor(number / 1_000) % 30)}01${String(1 + (Math.floor(number / 30_000) % 28)).padStart(2, '0')}`;
  const digits = `231299${born}${String(number % 1_000).padStart(3, '0')}`;
  const check = [...'0123456789X'].find((character) => isIdNumber(digits + character));
  return digits + (check ?? '');
}
