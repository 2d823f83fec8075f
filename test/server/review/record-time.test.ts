import { describe, expect, expectTypeOf, test } from 'vitest';
import { recordTime } from '../../../server/review/record-time.ts';
import type { TimeSign } from '../../../sync/contract/review.ts';
import type { TimeSign as JudgedSign } from '../../../sync/evidence/time.ts';

const row = { received_at: 5_000, earliest_at: 1_000, latest_at: 2_000, time_sign: null };

describe('the time of a stored record', () => {
  test('is the interval that was proven, with its sign', () => {
    expect(recordTime(row)).toEqual({ earliestAt: 1_000, latestAt: 2_000, sign: null });
    expect(recordTime({ ...row, time_sign: 'rebooted' }).sign).toBe('rebooted');
  });

  test('that nobody judged is only before its arrival, and not proven', () => {
    const old = { ...row, earliest_at: null, latest_at: null };
    expect(recordTime(old)).toEqual({ earliestAt: null, latestAt: 5_000, sign: 'no-anchor' });
  });

  test('with a sign of a later program is not taken for proven', () => {
    expect(recordTime({ ...row, time_sign: 'moon-phase' }).sign).toBe('no-anchor');
  });

  test('knows every sign that is judged, and no other', () => {
    expectTypeOf<TimeSign>().toEqualTypeOf<JudgedSign>();
  });
});
