import { type Static, Type } from 'typebox';
import { CivilDay, closed, Instant, nullable, ShortText } from './primitives.ts';

/** GET and PUT /api/v1/calendar/:year. What of the year differs from the plain week. */
export const CalendarYear = Type.Object(
  {
    year: Type.Integer({ minimum: 2000, maximum: 2099 }),
    /** `none`: nobody entered it, and only weekends are free. */
    origin: Type.Union([Type.Literal('shipped'), Type.Literal('entered'), Type.Literal('none')]),
    /** 放假 */
    holidays: Type.Array(CivilDay, { maxItems: 366 }),
    /** 调休上班 */
    makeUpDays: Type.Array(CivilDay, { maxItems: 366 }),
    /** Counts the changes; 0 before the first. */
    version: Type.Integer({ minimum: 0 }),
    changedAt: nullable(Instant),
    changedBy: nullable(ShortText),
  },
  closed,
);
export type CalendarYear = Static<typeof CalendarYear>;

/** `version`: the one that was seen and is changed. */
export const CalendarChange = Type.Pick(CalendarYear, ['holidays', 'makeUpDays', 'version'], closed);
export type CalendarChange = Static<typeof CalendarChange>;
