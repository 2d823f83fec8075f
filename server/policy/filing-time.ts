import type { DaySpan, FilingTime, PolicyWarning, TrainingRules } from '../../sync/contract/policy.ts';
import { addWorkingDays, type Calendar } from './calendar.ts';
import { civilDayAfter } from './civil-day.ts';

interface Filed {
  readonly rules: Pick<TrainingRules, 'filing'>;
  readonly calendar: Calendar;
  readonly filedDay: string;
}

/**
 * Filed too late, or, where 「前5日内」 can be read as "within the five days before", too early. Civil days; where
 * nothing is planned there is nothing to be late for.
 */
export function filedAtWrongTime(
  { rules: { filing }, calendar, filedDay }: Filed,
  firstDay: string | undefined,
): PolicyWarning[] {
  if (filing === null || firstDay === undefined) return [];
  const { value, source } = filing;
  const turn = turningDay(value, firstDay, calendar);
  const span = spanText(value);
  const late: PolicyWarning = {
    code: 'filed-late',
    field: null,
    text:
      value.days === 0
        ? `应在开班（${firstDay}）前备案，实际 ${filedDay}。`
        : `应不晚于 ${turn} 备案（开班前 ${span.zh}），实际 ${filedDay}。`,
    textEn: `To be filed by ${turn} (${span.en} before class), filed on ${filedDay}.`,
    source,
  };
  const early: PolicyWarning = {
    code: 'filed-early',
    field: null,
    text: `按「开班前 ${span.zh}之内」的读法，应在 ${turn} 或之后备案，实际 ${filedDay}。`,
    textEn: `Read as “within ${span.en} before class”, to be filed on ${turn} or later, filed on ${filedDay}.`,
    source,
  };
  const isLate = filedDay > turn && (value.reading === 'at-least' || value.ambiguous);
  const isEarly = filedDay < turn && (value.reading === 'within' || value.ambiguous);
  const isAfterStart = filedDay > firstDay;
  return [...(isLate || isAfterStart ? [late] : []), ...(isEarly ? [early] : [])];
}

/** The day so long before the class: the last to file by in one reading, the first in the other. */
function turningDay({ days, of }: FilingTime, firstDay: string, calendar: Calendar): string {
  return of === 'working' ? addWorkingDays(firstDay, -days, calendar) : civilDayAfter(firstDay, -days);
}

function spanText({ days, of }: DaySpan): { readonly zh: string; readonly en: string } {
  return of === 'working'
    ? { zh: `${days} 个工作日`, en: `${days} working days` }
    : { zh: `${days} 日`, en: `${days} calendar days` };
}
