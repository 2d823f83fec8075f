import fc from 'fast-check';
import { expect, test } from 'vitest';
import { presenceFlags } from '../../../server/review/presence-flags.ts';

const look = (at: number, heads: number, checkedIn: number) => ({
  dueAt: at,
  at,
  heads,
  recognised: 0,
  checkedIn,
});
const codes = (heads: number, checkedIn: number) =>
  presenceFlags([look(0, heads, checkedIn)]).map(({ code }) => code);

test.each([
  [0, 12, ['empty-room']],
  [0, 2, ['empty-room']],
  // One person alone may stand beside the picture, and nobody checked in is nobody missing.
  [0, 1, []],
  [0, 0, []],
  [5, 12, ['few-heads']],
  [6, 12, []],
  // In a small group half is one person at the door.
  [1, 3, []],
  [1, 4, ['few-heads']],
  [14, 12, []],
])('%i heads while %i are checked in: %o', (heads, checkedIn, expected) => {
  expect(codes(heads, checkedIn)).toEqual(expected);
});

test('looks in a row that show the same are one flag, with the heads that speak most against it', () => {
  const looks = [
    look(1, 11, 12),
    look(2, 0, 12),
    look(3, 0, 11),
    look(4, 3, 12),
    look(5, 5, 11),
    look(6, 0, 12),
  ];
  expect(presenceFlags(looks)).toEqual([
    { code: 'empty-room', startAt: 2, endAt: 3, looks: 2, heads: 0, checkedIn: 11 },
    { code: 'few-heads', startAt: 4, endAt: 5, looks: 2, heads: 5, checkedIn: 11 },
    { code: 'empty-room', startAt: 6, endAt: 6, looks: 1, heads: 0, checkedIn: 12 },
  ]);
});

test('a look between that is fine parts two flags', () => {
  const flags = presenceFlags([look(1, 0, 12), look(2, 12, 12), look(3, 0, 12)]);
  expect(flags.map(({ startAt, looks }) => [startAt, looks])).toEqual([
    [1, 1],
    [3, 1],
  ]);
});

test('a room with at least as many heads as are checked in is never flagged', () => {
  const count = fc.integer({ min: 0, max: 60 });
  fc.assert(
    fc.property(fc.array(fc.tuple(count, count)), (rooms) => {
      const looks = rooms.map(([checkedIn, more], at) => look(at, checkedIn + more, checkedIn));
      expect(presenceFlags(looks)).toEqual([]);
    }),
  );
});
