/** A year of the holiday calendar as a bureau admin entered it; without a row the shipped days count. */
interface CalendarYearTable {
  readonly year: number;
  /** Counts the changes. */
  readonly version: number;
  readonly changed_at: number;
  readonly changed_by: string;
}

interface HolidayDayTable {
  readonly day: string;
  readonly year: number;
  readonly kind: 'holiday' | 'make-up';
}

export interface PolicyTables {
  calendar_years: CalendarYearTable;
  holiday_days: HolidayDayTable;
}
