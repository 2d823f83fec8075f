import { expect, test } from 'vitest';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import { boardCounts, boardPeople, statusText } from '../../../../kiosk/ui/view-model/board.ts';
import type { PersonLine } from '../../../../sync/contract/kiosk-view.ts';
import { at } from '../view-fixture.ts';

const statuses = ['in', 'missing', 'late', 'out', 'missing', 'left-early'] as const;
const people: PersonLine[] = statuses.map((status, i) => ({
  id: `per_${i}`,
  maskedName: '张*',
  role: 'trainee',
  status,
  at: status === 'missing' ? null : at('09:52'),
  method: status === 'missing' ? null : 'finger',
}));
const idsOf = (list: PersonLine[]) => list.map(({ id }) => id);

test('whoever has left again is still counted as checked in', () => {
  expect(boardCounts(people)).toEqual({ all: 6, present: 4, missing: 2 });
});

test('the missing come first, and each filter shows as many as its count says', () => {
  expect(idsOf(boardPeople(people, 'all')).slice(0, 2)).toEqual(['per_1', 'per_4']);
  for (const filter of ['all', 'present', 'missing'] as const) {
    expect(boardPeople(people, filter)).toHaveLength(boardCounts(people)[filter]);
  }
});

test('status in words, with time and method once there are any', () => {
  expect(people.slice(0, 2).map((person) => statusText(person, zhCN))).toEqual([
    '已签到 09:52 · 指纹',
    '未到',
  ]);
});
