import type { Period } from '../../sync/contract/class-plan.ts';
import type { CreditReason } from '../../sync/contract/credit.ts';
import { groupBy } from '../group-by.ts';
import type { PeriodOfClass } from './class-credit.ts';
import type { IndexedFacts } from './index-facts.ts';
import type { EnrolmentJudge } from './judge-enrolment.ts';
import { presenceJudge } from './judge-presence.ts';
import { teacherReasons } from './judge-teacher.ts';
import { videoJudge } from './judge-video.ts';
import { reason } from './reasons.ts';

const minuteMs = 60_000;

/** What holds for everybody in each period that is over; a period to come has no reasons yet. */
export function judgePeriods(facts: IndexedFacts, enrolments: EnrolmentJudge): readonly PeriodOfClass[] {
  const video = videoJudge(facts);
  const presence = presenceJudge(facts);
  const ranks = ranksInDay(facts.periods);
  return facts.periods.map((period) => {
    const { day, number, session, kind, topic, startAt, endAt } = period;
    const exam = period.exam === true && facts.rules.examsExcluded.value;
    const place = { day, number, session, kind, exam, topic, startAt, endAt };
    if (!isOver(facts, period)) return { ...place, reasons: [] };
    const ofVideo = video.reasonsFor(period);
    const reasons = [
      ...ofTimetable(facts, period, { exam, rank: ranks.get(period) ?? 0 }),
      ...ofVideo,
      ...presence(period),
      ...teacherReasons(facts, period, { enrolments, video, ofVideo }),
    ];
    return { ...place, reasons };
  });
}

/** No check-out of its half-day can come any more. */
export function isOver({ sessions, now }: IndexedFacts, { session }: Pick<Period, 'session'>): boolean {
  return now >= (sessions.get(session)?.closesAt ?? Number.POSITIVE_INFINITY);
}

/** What is filed against the text's own words is for a reviewer, whoever accepted the filing. */
function ofTimetable(
  { rules }: IndexedFacts,
  period: Period,
  { exam, rank }: { readonly exam: boolean; readonly rank: number },
): readonly CreditReason[] {
  const { periodMinutes, mostPeriodsADay, examsExcluded } = rules;
  if (exam) return [reason('against', 'exam', { source: examsExcluded.source })];
  const reasons: CreditReason[] = [];
  const minutes = Math.floor((period.endAt - period.startAt) / minuteMs);
  if (periodMinutes.source.kind === 'clause' && minutes < periodMinutes.value) {
    const about = { minutes, wanted: periodMinutes.value };
    reasons.push(reason('holds', 'period-too-short', { source: periodMinutes.source, about }));
  }
  if (mostPeriodsADay && rank > mostPeriodsADay.value) {
    const about = { rank, most: mostPeriodsADay.value };
    reasons.push(reason('holds', 'beyond-daily-limit', { source: mostPeriodsADay.source, about }));
  }
  return reasons;
}

/** The place of each period among those of its day that are no exams, from 1. */
function ranksInDay(periods: readonly Period[]): ReadonlyMap<Period, number> {
  const days = groupBy(
    periods.filter(({ exam }) => !exam),
    ({ day }) => day,
  );
  return new Map(
    [...days.values()].flatMap((own) => own.map((period, index) => [period, index + 1] as const)),
  );
}
