import type { Figure, Source, TrainingRules } from '../../sync/contract/policy.ts';

export interface Reading {
  readonly text: string;
  readonly textEn: string;
}

/** The text says so: the clause by its heading, and its words. */
export function clause(heading: string, phrase: string, reading?: Reading): Source {
  return { kind: 'clause', clause: heading, phrase, ...(reading && { reading }) };
}

/** The text is silent: the product's own default, and why. */
function ours(why: string, whyEn: string): Source {
  return { kind: 'default', why, whyEn };
}

export function says<T>(value: T, heading: string, phrase: string, reading?: Reading): Figure<T> {
  return { value, source: clause(heading, phrase, reading) };
}

function wePut<T>(value: T, why: string, whyEn: string): Figure<T> {
  return { value, source: ours(why, whyEn) };
}

/** Where a text demands nothing at all. A profile names what differs. */
export const silent: Omit<TrainingRules, 'name' | 'nameEn' | 'money'> = {
  periodMinutes: wePut(
    45,
    '文件未规定课时长度；职业培训通行每课时45分钟。',
    'The text gives no length; 45 minutes is usual in vocational training.',
  ),
  mostPeriodsADay: null,
  periodsMakeADay: null,
  leastPeriods: null,
  leastDays: null,
  eitherLeastIsEnough: false,
  examsExcluded: wePut(
    true,
    '文件未说明考核是否计入课时；考核不是授课，不计入应出勤课时。',
    'The text does not say whether exams count; an exam is no lesson, so it is not counted.',
  ),
  leastPeople: null,
  mostPeople: null,
  mostCapacity: null,
  mostClassesAYear: null,
  attendancePercent: null,
  filing: null,
  video: wePut('none', '文件未要求录像。', 'The text asks for no recording.'),
  checkIn: wePut('none', '文件未规定考勤方式。', 'The text names no way of checking in.'),
  retentionYears: wePut(
    5,
    '文件未规定保存年限；取各地文件中最长的5年。',
    'The text gives no retention; five years is the longest of the five texts.',
  ),
  mostAYear: null,
  sameOccupationAndLevel: null,
  ageMen: null,
  ageWomen: null,
  contractWithinMonths: null,
  contractLeastMonths: null,
  fraudBarsYears: null,
  conditions: [],
  duties: [],
  ledger: null,
  claimPapers: null,
  certificate: null,
  deadlines: [],
  prepayPercent: null,
  prepayPercentForProjects: null,
};
