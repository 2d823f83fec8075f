import { type ComputedRef, computed, type Ref, ref, type WritableComputedRef } from 'vue';
import type { PeriodColumn } from '../../sync/contract/review.ts';
import { type DayColumns, daysOf, pageOfToday, pagesOfDays } from './attendance.ts';
import { civilDay } from './time.ts';

const leastColumns = 8;
const maxColumnPx = 58;

interface Grid {
  readonly periods: readonly PeriodColumn[];
  readonly now: number;
}

export interface DayPages {
  readonly count: ComputedRef<number>;
  /** The page that is shown, from 0; today's until another one is chosen. */
  readonly page: WritableComputedRef<number>;
  readonly days: ComputedRef<readonly DayColumns[]>;
  /** Width of a period. */
  readonly columnPx: ComputedRef<number>;
}

/** Days of a grid, as many at a time as `widthPx` holds beside `fixedPx` of other columns and the scroll bar. */
export function useDayPages(
  grid: () => Grid | null,
  widthPx: Readonly<Ref<number>>,
  { fixedPx, minColumnPx }: { readonly fixedPx: number; readonly minColumnPx: number },
): DayPages {
  const freePx = computed(() => widthPx.value - fixedPx);
  const pages = computed(() => {
    const columns = Math.max(leastColumns, Math.floor(freePx.value / minColumnPx));
    return pagesOfDays(daysOf(grid()?.periods ?? []), columns);
  });
  const chosen = ref<number | null>(null);
  const page = computed({
    get: () => {
      const asked = chosen.value ?? pageOfToday(pages.value, civilDay(grid()?.now ?? 0));
      return Math.max(0, Math.min(asked, pages.value.length - 1));
    },
    set: (to) => {
      chosen.value = to;
    },
  });
  const days = computed(() => pages.value[page.value] ?? []);
  const columnPx = computed(() => {
    const columns = days.value.reduce((sum, day) => sum + day.columns, 0);
    return Math.min(maxColumnPx, Math.floor(freePx.value / Math.max(columns, 1)));
  });
  return { count: computed(() => pages.value.length), page, days, columnPx };
}
