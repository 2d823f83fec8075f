import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import type { RecordBody } from '../../../sync/contract/records.ts';
import { judgeTime, madeBefore, receiptId, type TimeReceipt } from '../../../sync/evidence/time.ts';
import { readingOf } from '../../../sync/transport/sign-head.ts';

const minute = 60_000;
const hour = 60 * minute;
const contactAt = 1_800_000_000_000;
const boot = 'boot-1';

const anchor: TimeReceipt = {
  v: 1,
  device: 'dev_test',
  nonce: 'a-nonce-of-a-contact',
  seq: '4',
  head: 'a'.repeat(64),
  at: contactAt,
  clock: { boot, mono: 10_000, uptime: 10_500, wall: contactAt },
};

/** A record written ten minutes after the contact, on clocks that are right, but for `change`. */
function body(change: Partial<RecordBody> = {}): RecordBody {
  const clocks = { boot, mono: 10_000 + 10 * minute, uptime: 10_500 + 10 * minute };
  return {
    ...{ v: 2, device: 'dev_test', seq: '6', prev: 'b'.repeat(64), kind: 'check-in', class: null, data: {} },
    ...{ anchor: receiptId(anchor), wall: contactAt + 10 * minute, ...clocks },
    ...change,
  };
}

const facts = {
  anchor: anchor as TimeReceipt | undefined,
  previous: undefined as RecordBody | undefined,
  latestAt: contactAt + 12 * minute,
  maxOfflineMs: hour,
};
const signOf = (change: Partial<RecordBody>, more: Partial<typeof facts> = {}) =>
  judgeTime(body(change), { ...facts, ...more }).sign;

test('a record between two contacts is proven to lie between them', () => {
  expect(judgeTime(body(), facts)).toEqual({
    earliestAt: contactAt,
    latestAt: contactAt + 12 * minute,
    sign: null,
  });
});

describe('each sign of a moved clock, and right up to it none', () => {
  test('no anchor: no receipt, or a record of version 1', () => {
    expect(signOf({}, { anchor: undefined })).toBe('no-anchor');
    const { uptime: _, ...first } = body({ v: 1 });
    expect(judgeTime(first, facts).sign).toBe('no-anchor');
    expect(judgeTime(body(), { ...facts, anchor: undefined }).earliestAt).toBeNull();
  });

  test('rebooted since the receipt', () => {
    expect(signOf({ boot: 'boot-2', mono: 1_000, uptime: 1_000 })).toBe('rebooted');
  });

  test('uptime differs from the program’s clock by more than two seconds', () => {
    expect(signOf({ uptime: 10_500 + 10 * minute + 2_000 })).toBeNull();
    expect(signOf({ uptime: 10_500 + 10 * minute + 2_001 })).toBe('uptime-differs');
    expect(signOf({ uptime: 10_500 + 10 * minute - 2_001 })).toBe('uptime-differs');
  });

  test('clock backwards: behind the receipt, or behind the record before', () => {
    const behind = { mono: 10_000 - 2_001, uptime: 10_500 - 2_001, wall: contactAt };
    expect(signOf(behind)).toBe('clock-backwards');
    const at = contactAt + 10 * minute;
    expect(signOf({}, { previous: body({ wall: at + 1_000 }) })).toBeNull();
    expect(signOf({}, { previous: body({ wall: at + 1_001 }) })).toBe('clock-backwards');
    expect(signOf({}, { previous: body({ mono: 10_001 + 10 * minute }) })).toBe('clock-backwards');
    expect(signOf({}, { previous: body({ boot: 'boot-0', wall: at + hour }) })).toBeNull();
  });

  test('clock off by more than two minutes, either way', () => {
    const at = contactAt + 10 * minute;
    expect(signOf({ wall: at + 2 * minute })).toBeNull();
    expect(signOf({ wall: at + 2 * minute + 1 })).toBe('clock-off');
    expect(signOf({ wall: at - 2 * minute })).toBeNull();
    expect(signOf({ wall: at - 2 * minute - 1 })).toBe('clock-off');
    // Ahead of its own arrival, though it goes with the receipt.
    expect(signOf({}, { latestAt: at - 2 * minute - 1 })).toBe('clock-off');
  });

  test('offline too long, by our count or by the kiosk’s own', () => {
    expect(signOf({}, { latestAt: contactAt + hour })).toBeNull();
    expect(signOf({}, { latestAt: contactAt + hour + 1 })).toBe('offline-too-long');
    expect(signOf({}, { maxOfflineMs: 10 * minute - 1, latestAt: contactAt + 9 * minute })).toBe(
      'offline-too-long',
    );
  });
});

/** What may happen to a kiosk's clocks between a contact and a record. */
type Step = readonly ['pass' | 'wall' | 'program' | 'reboot', number];

const year = 365 * 24 * hour;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constant('pass' as const), fc.integer({ min: 0, max: 3 * hour })),
  fc.tuple(fc.constant('wall' as const), fc.integer({ min: -year, max: year })),
  fc.tuple(fc.constant('program' as const), fc.integer({ min: -year, max: year })),
  fc.tuple(fc.constant('reboot' as const), fc.integer({ min: 0, max: 3 * hour })),
);

/** Takes one step; gives how much true time it took. */
function take(clock: SimulatedClock, [kind, ms]: Step, count: number): number {
  if (kind === 'wall') clock.jumpWall(ms);
  else if (kind === 'program') clock.shiftProgram(ms);
  else if (kind === 'reboot') clock.reboot(`boot-${count + 2}`, ms);
  else clock.advance(ms);
  return kind === 'pass' || kind === 'reboot' ? ms : 0;
}

describe('whatever is done to the clocks', () => {
  const history = fc.record({
    steps: fc.array(step, { maxLength: 8 }),
    waitMs: fc.integer({ min: 0, max: 3 * hour }),
    offMs: fc.integer({ min: -year, max: year }),
  });

  /** Plays a history; gives the true time of the record and what is said of it. */
  function play({ steps, waitMs, offMs }: { steps: readonly Step[]; waitMs: number; offMs: number }) {
    const clock = new SimulatedClock(contactAt + offMs, boot);
    const receipt = { ...anchor, clock: readingOf(clock) };
    const truth = steps.reduce((at, one, count) => at + take(clock, one, count), contactAt);
    const record = body(readingOf(clock));
    const latestAt = truth + waitMs;
    return { truth, record, time: judgeTime(record, { ...facts, anchor: receipt, latestAt }) };
  }

  test('the true time lies inside the interval, and a proven wall clock is within two minutes and a bit of it', () => {
    let proven = 0;
    fc.assert(
      fc.property(history, (played) => {
        const { truth, record, time } = play(played);
        expect(time.earliestAt).toBe(contactAt);
        expect(truth).toBeGreaterThanOrEqual(contactAt);
        expect(truth).toBeLessThanOrEqual(time.latestAt);
        if (time.sign !== null) return;
        proven += 1;
        expect(time.latestAt - contactAt).toBeLessThanOrEqual(facts.maxOfflineMs);
        expect(Math.abs(record.wall - truth)).toBeLessThanOrEqual(2 * minute + 2_000);
      }),
      { numRuns: 20_000, verbose: true },
    );
    // A property that no proven record ever met would show nothing.
    expect(proven).toBeGreaterThan(100);
  });

  test('a clock that nothing was done to is proven whenever it was in touch', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: hour }), (passMs) => {
        expect(play({ steps: [['pass', passMs]], waitMs: 0, offMs: 0 }).time.sign).toBeNull();
      }),
    );
  });
});

describe('made before a moment', () => {
  const end = contactAt + 10 * minute;
  const proven = { earliestAt: contactAt, latestAt: contactAt + hour, sign: null };

  test('by arrival, or by the kiosk’s own count since its receipt', () => {
    expect(madeBefore(contactAt + hour, body(), proven, anchor)).toBe(true);
    expect(madeBefore(end, body(), proven, anchor)).toBe(true);
    expect(madeBefore(end - 1, body(), proven, anchor)).toBe(false);
    expect(madeBefore(end, body(), { ...proven, sign: 'offline-too-long' }, anchor)).toBe(true);
  });

  test('a count that shows a moved clock, or that begins nowhere, shows nothing', () => {
    expect(madeBefore(end, body(), { ...proven, sign: 'uptime-differs' }, anchor)).toBe(false);
    expect(madeBefore(end, body(), { ...proven, sign: 'no-anchor' }, undefined)).toBe(false);
  });
});
