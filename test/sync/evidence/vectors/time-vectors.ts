import type { ClockReading } from '../../../../sync/contract/statements.ts';
import type { TimeSign } from '../../../../sync/evidence/time.ts';
import { contactAt } from '../sample-evidence.ts';

export interface TimeVector {
  readonly record: ClockReading;
  /** `at` and `clock` of the receipt that the record names; null when it names none. */
  readonly receipt: { readonly at: number; readonly clock: ClockReading } | null;
  /** The record before it, null for none. */
  readonly previous: ClockReading | null;
  /** `at` of the receipt that the record before names; null when that is none. */
  readonly previousReceiptAt: number | null;
  readonly latestAt: number;
  readonly maxOfflineMs: number;
  readonly sign: TimeSign | null;
}

const hour = 3_600_000;
const clock = { boot: 'boot-1', mono: 50_000, uptime: 70_000, wall: contactAt - 5 };
/** What the clocks show an hour after the contact. */
const later = { boot: 'boot-1', mono: 50_000 + hour, uptime: 70_000 + hour, wall: contactAt + hour };
const right = {
  record: later,
  receipt: { at: contactAt, clock },
  previous: null,
  previousReceiptAt: null,
  latestAt: contactAt + 2 * hour,
  maxOfflineMs: 24 * hour,
  sign: null,
} as const;

/** Each sign at the last value that shows it not and the first that shows it, and which of two comes first. */
export function timeVectors(): readonly TimeVector[] {
  const record = (change: Partial<ClockReading>, sign: TimeSign | null, more: Partial<TimeVector> = {}) => {
    return { ...right, record: { ...later, ...change }, sign, ...more };
  };
  const before = (previous: ClockReading, sign: TimeSign | null) => record({}, sign, { previous });
  const atContact = { mono: clock.mono, uptime: clock.uptime, wall: contactAt };
  return [
    record({}, null),
    record({}, 'no-anchor', { receipt: null }),
    record({ boot: 'boot-2' }, 'rebooted'),
    record({ uptime: later.uptime + 2_000 }, null),
    record({ uptime: later.uptime + 2_001 }, 'uptime-differs'),
    record({ uptime: later.uptime - 2_001 }, 'uptime-differs'),
    record({ ...atContact, mono: clock.mono - 2_000, uptime: clock.uptime - 2_000 }, null),
    record({ ...atContact, mono: clock.mono - 2_001, uptime: clock.uptime - 2_001 }, 'clock-backwards'),
    before({ ...later, wall: later.wall + 1_000 }, null),
    before({ ...later, wall: later.wall + 1_001 }, 'clock-backwards'),
    before({ ...later, mono: later.mono + 1 }, 'clock-backwards'),
    before({ ...later, mono: later.mono + 1, wall: later.wall + 9_000, boot: 'boot-0' }, null),
    before(later, null),
    record({}, null, { previous: later, previousReceiptAt: contactAt }),
    record({}, 'clock-backwards', { previous: later, previousReceiptAt: contactAt + 1 }),
    record({ wall: later.wall + 120_000 }, null),
    record({ wall: later.wall + 120_001 }, 'clock-off'),
    record({ wall: later.wall - 120_001 }, 'clock-off'),
    record({}, null, { latestAt: later.wall - 120_000 }),
    record({}, 'clock-off', { latestAt: later.wall - 120_001 }),
    record({}, null, { maxOfflineMs: 2 * hour }),
    record({}, 'offline-too-long', { maxOfflineMs: 2 * hour - 1 }),
    record({}, 'offline-too-long', { latestAt: later.wall - 1, maxOfflineMs: hour - 1 }),
    record({ wall: 0 }, 'clock-off', { maxOfflineMs: 1 }),
    record({ boot: 'boot-2', uptime: 0, wall: 0 }, 'rebooted'),
  ];
}
