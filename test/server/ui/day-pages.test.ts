import { expect, test } from 'vitest';
import { ref, shallowRef } from 'vue';
import { useDayPages } from '../../../server/ui/day-pages.ts';
import type { PeriodColumn } from '../../../sync/contract/review.ts';

const widths = { fixedPx: 300, minColumnPx: 30 };
const dayAt = (day: string) => Date.parse(`${day}T10:00:00+08:00`);

/** Six periods in one session of each day. */
const periodsOf = (days: readonly string[]): PeriodColumn[] =>
  days.flatMap((day) =>
    Array.from({ length: 6 }, (_, i) => ({
      ...{ day, session: `s-${day}`, number: i + 1, kind: 'theory' as const, topic: '' },
      startAt: dayAt(day) + i * 3_600_000,
      endAt: dayAt(day) + i * 3_600_000 + 2_700_000,
    })),
  );
const periods = periodsOf(['2026-03-02', '2026-03-03', '2026-03-04']);

test('as many whole days as the width holds, today’s page first', () => {
  const widthPx = ref(300 + 12 * 30);
  const { count, page, days } = useDayPages(() => ({ periods, now: dayAt('2026-03-04') }), widthPx, widths);
  const shown = () => [count.value, page.value, days.value.map(({ day }) => day)];
  expect(shown()).toEqual([2, 1, ['2026-03-04']]);
  page.value = 0;
  expect(shown()).toEqual([2, 0, ['2026-03-02', '2026-03-03']]);
  widthPx.value = 300 + 18 * 30;
  expect(shown()).toEqual([1, 0, ['2026-03-02', '2026-03-03', '2026-03-04']]);
});

test('a page that is no more gives way to the last one', () => {
  const grid = shallowRef({ periods, now: dayAt('2026-03-02') });
  const { page, days } = useDayPages(() => grid.value, ref(0), widths);
  page.value = 2;
  expect(days.value.map(({ day }) => day)).toEqual(['2026-03-04']);
  grid.value = { ...grid.value, periods: periodsOf(['2026-03-02']) };
  expect([page.value, days.value.map(({ day }) => day)]).toEqual([0, ['2026-03-02']]);
});

test('periods share the width, up to what is good to read', () => {
  const widthPx = ref(300 + 18 * 40);
  const { columnPx } = useDayPages(() => ({ periods, now: 0 }), widthPx, widths);
  expect(columnPx.value).toBe(40);
  widthPx.value = 3000;
  expect(columnPx.value).toBe(58);
});

test('before the grid is there nothing is shown', () => {
  const { count, page, days } = useDayPages(() => null, ref(1000), widths);
  expect([count.value, page.value, days.value]).toEqual([0, 0, []]);
});
