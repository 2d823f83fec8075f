import { beforeEach, describe, expect, test } from 'vitest';
import { PinGuard } from '../../../kiosk/api/pin-guard.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';

describe('the class admin’s PIN', () => {
  let clock: SimulatedClock;
  let guard: PinGuard;
  let judged = 0;
  const wrong = () => {
    try {
      guard.open('000000');
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'opened';
  };

  beforeEach(() => {
    clock = new SimulatedClock(0);
    judged = 0;
    guard = new PinGuard('135790', clock, () => {
      judged += 1;
    });
  });

  test('opens a session of ten minutes', () => {
    const token = guard.open('135790');
    expect(guard.isOpen(token)).toBe(true);
    clock.advance(10 * 60_000);
    expect(guard.isOpen(token)).toBe(false);
    expect(guard.isOpen(undefined)).toBe(false);
  });

  test('a session ends when it is closed', () => {
    const token = guard.open('135790');
    guard.close(token);
    expect(guard.isOpen(token)).toBe(false);
  });

  test('the fifth wrong try must wait, and each one after it twice as long, even with the right PIN', () => {
    expect([wrong(), wrong(), wrong(), wrong(), wrong()]).toEqual([
      ...Array(4).fill('unauthorised'),
      'too_many_tries',
    ]);
    expect(() => guard.open('135790')).toThrow(/wait 30 s/);
    expect(judged).toBe(5);
    clock.advance(30_000);
    expect(wrong()).toBe('too_many_tries');
    expect(judged).toBe(6);
    expect(() => guard.open('135790')).toThrow(/wait 60 s/);
    clock.advance(60_000);
    expect(guard.isOpen(guard.open('135790'))).toBe(true);
    expect(wrong()).toBe('unauthorised');
  });

  test('setting the wall clock does not shorten the wait', () => {
    for (let i = 0; i < 5; i += 1) wrong();
    clock.jumpWall(3_600_000);
    expect(wrong()).toBe('too_many_tries');
  });
});
