import { describe, expect, test } from 'vitest';
import { judgeDrawn } from '../../../server/ingest/judge-drawn.ts';

const dueAt = 1_800_000_000_000;
const until = dueAt + 30 * 60_000;
const drawn = [{ kind: 'photo' as const, session: 'ses_1', dueAt, until }];
const judge = (at: number, wall = at, moments = drawn) => judgeDrawn({ at }, { wall, drawn: moments });

describe('believed', () => {
  test.each([
    ['at its moment', dueAt],
    ['by a camera whose clock is a little behind', dueAt - 5_000],
    ['made up for, within the lesson', until],
  ])('%s', (_name, at) => expect(judge(at)).toBeUndefined());

  test('written when the heads were counted', () => expect(judge(dueAt, dueAt + 30_000)).toBeUndefined());

  test('by whichever version of the plan draws it', () => {
    expect(
      judge(until + 120_000, undefined, [...drawn, { ...drawn[0]!, until: until + 90_000 }]),
    ).toBeUndefined();
  });
});

describe('not believed', () => {
  test.each([
    ['before its moment', dueAt - 5_001, undefined],
    ['after the lesson', until + 60_001, undefined],
    ['of another hour than its record', dueAt, dueAt + 5 * 60_000 + 1],
    ['of a time after its record', dueAt, dueAt - 5_001],
  ])('%s', (_name, at, wall) => expect(judge(at, wall)).toBe('moment-not-drawn'));

  test('at a moment that no plan draws', () => expect(judge(dueAt, dueAt, [])).toBe('moment-not-drawn'));
});
