import { type ComputedRef, computed, type ShallowRef, watch } from 'vue';
import type { Fault } from './api.ts';
import { type DayPattern, daysOfPattern, yearsOf } from './filing-pattern.ts';
import { useLoad } from './load.ts';
import { policyApi } from './policy-api.ts';

export interface PatternDays {
  /** Civil days; none until the calendars are there. */
  readonly days: ComputedRef<readonly string[]>;
  /** Years whose holidays nobody entered, where they are needed. */
  readonly unsureYears: ComputedRef<readonly number[]>;
  readonly fault: ShallowRef<Fault | null>;
}

/** The days of a pattern by the holiday calendar of the server. */
export function usePatternDays(pattern: () => DayPattern): PatternDays {
  const years = computed(() => yearsOf(pattern()));
  const { data, fault, reload } = useLoad((signal) =>
    Promise.all(years.value.map((year) => policyApi.calendar(year, signal))),
  );
  watch(
    () => years.value.join(),
    () => void reload({ forget: true }),
  );
  const days = computed(() => {
    if (!data.value) return [];
    const holidays = data.value.flatMap((year) => year.holidays);
    const makeUpDays = data.value.flatMap((year) => year.makeUpDays);
    return daysOfPattern(pattern(), { holidays, makeUpDays });
  });
  const unsureYears = computed(() => {
    const unknown = (data.value ?? []).filter(({ origin }) => origin === 'none');
    return pattern().on === 'working' ? unknown.map(({ year }) => year) : [];
  });
  return { days, unsureYears, fault };
}
