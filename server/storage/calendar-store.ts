import type { CalendarYear } from '../../sync/contract/calendar.ts';
import type { Calendar } from '../policy/calendar.ts';
import { holidays2026 } from '../policy/holidays-2026.ts';
import type { Database } from './database.ts';

export interface CalendarEntry extends Calendar {
  readonly year: number;
  /** The version that was seen and is changed. */
  readonly version: number;
  readonly at: number;
  readonly by: string;
}

/** What each year has where nobody entered one. */
const shipped: ReadonlyMap<number, Calendar> = new Map([[2026, holidays2026]]);

/** Holidays and make-up days: the shipped ones, and a year as a bureau admin entered it in their place. */
export class CalendarStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async year(year: number): Promise<CalendarYear> {
    const row = await this.#db
      .selectFrom('calendar_years')
      .selectAll()
      .where('year', '=', year)
      .executeTakeFirst();
    if (!row) {
      const known = shipped.get(year);
      const { holidays = [], makeUpDays = [] } = known ?? {};
      return {
        year,
        origin: known ? 'shipped' : 'none',
        holidays: [...holidays],
        makeUpDays: [...makeUpDays],
        version: 0,
        changedAt: null,
        changedBy: null,
      };
    }
    const { holidays, makeUpDays } = await this.#daysOf(year);
    return {
      year,
      origin: 'entered',
      holidays: [...holidays],
      makeUpDays: [...makeUpDays],
      version: row.version,
      changedAt: row.changed_at,
      changedBy: row.changed_by,
    };
  }

  /** All years in one: what deadlines are reckoned with. */
  async whole(): Promise<Calendar> {
    const rows = await this.#db.selectFrom('calendar_years').select('year').execute();
    const entered = new Set(rows.map(({ year }) => year));
    const { holidays, makeUpDays } = await this.#daysOf();
    const kept = [...shipped].flatMap(([year, days]) => (entered.has(year) ? [] : [days]));
    return {
      holidays: [...kept.flatMap((days) => days.holidays), ...holidays],
      makeUpDays: [...kept.flatMap((days) => days.makeUpDays), ...makeUpDays],
    };
  }

  /** Replaces a year. False when somebody else changed it meanwhile. Call it in a transaction. */
  async change({ year, version, holidays, makeUpDays, at, by }: CalendarEntry): Promise<boolean> {
    if ((await this.year(year)).version !== version) return false;
    const row = { year, version: version + 1, changed_at: at, changed_by: by };
    await this.#db
      .insertInto('calendar_years')
      .values(row)
      .onConflict((conflict) => conflict.column('year').doUpdateSet(row))
      .execute();
    await this.#db.deleteFrom('holiday_days').where('year', '=', year).execute();
    const days = [
      ...holidays.map((day) => ({ day, year, kind: 'holiday' as const })),
      ...makeUpDays.map((day) => ({ day, year, kind: 'make-up' as const })),
    ];
    if (days.length > 0) await this.#db.insertInto('holiday_days').values(days).execute();
    return true;
  }

  async #daysOf(year?: number): Promise<Calendar> {
    let query = this.#db.selectFrom('holiday_days').select(['day', 'kind']);
    if (year !== undefined) query = query.where('year', '=', year);
    const rows = await query.orderBy('day').execute();
    const of = (kind: 'holiday' | 'make-up') => rows.filter((row) => row.kind === kind).map(({ day }) => day);
    return { holidays: of('holiday'), makeUpDays: of('make-up') };
  }
}
