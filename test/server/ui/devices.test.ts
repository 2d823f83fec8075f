import { describe, expect, it } from 'vitest';
import {
  canRevoke,
  certificateState,
  type DeviceLine,
  inOrder,
  isAlarming,
  lastFromSeq,
  readFromSeq,
  stateOf,
} from '../../../server/ui/devices.ts';

const day = 86_400_000;
const now = Date.parse('2026-11-21T09:00:00+08:00');

function device(change: Partial<DeviceLine>): DeviceLine {
  return {
    id: 'dev_1',
    name: '101 教室',
    suite: 'ES256',
    registeredAt: now,
    lastSeenAt: now,
    certificateExpiresAt: now + 90 * day,
    records: '17',
    verified: '17',
    revokedFrom: null,
    cloned: null,
    classes: [],
    ...change,
  };
}
const cloned = { foundAt: now, seq: '9' };

describe('a certificate', () => {
  it.each([
    [null, { kind: 'endless' }],
    [now + 30 * day, { kind: 'fine', daysLeft: 30 }],
    [now + 30 * day - 1, { kind: 'soon', daysLeft: 29 }],
    [now + 1, { kind: 'soon', daysLeft: 0 }],
    [now, { kind: 'over' }],
  ])('that ends at %s is %o', (certificateExpiresAt, state) => {
    expect(certificateState({ certificateExpiresAt }, now)).toMatchObject(state);
  });
});

describe('the list', () => {
  it('begins with copied kiosks and ends with revoked ones, each by name', () => {
    const lines = [
      device({ name: '201 教室' }),
      device({ name: '旧机', revokedFrom: '3', cloned }),
      device({ name: '301 教室', cloned }),
      device({ name: '12 教室' }),
    ];
    expect(inOrder(lines).map(({ name }) => name)).toEqual(['301 教室', '12 教室', '201 教室', '旧机']);
    expect(lines.map(isAlarming)).toEqual([false, false, true, false]);
  });
});

describe('the state of a kiosk', () => {
  it.each([
    ['fine', {}],
    ['expired', { certificateExpiresAt: now }],
    ['cloned', { certificateExpiresAt: now, cloned }],
    ['revoked', { certificateExpiresAt: now, cloned, revokedFrom: '3' }],
    ['fine', { certificateExpiresAt: null }],
  ] as const)('is %s for %o', (state, change) => {
    expect(stateOf(device(change), now)).toBe(state);
  });
});

describe('a revocation', () => {
  it('begins with the next record, or before one that was made', () => {
    expect(lastFromSeq(device({}))).toBe('18');
    expect(lastFromSeq(device({ revokedFrom: '5' }))).toBe('4');
    // Beyond what a double can count.
    expect(lastFromSeq(device({ records: '9007199254740993' }))).toBe('9007199254740994');
  });

  it('cannot reach further back than to the first record', () => {
    expect([null, '2', '1', '0'].map((revokedFrom) => canRevoke(device({ revokedFrom })))).toEqual([
      ...[true, true, false, false],
    ]);
  });

  it.each([
    ['18', '18'],
    [' 3 ', '3'],
    ['19', undefined],
    ['0', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['0x3', undefined],
    ['', undefined],
    ['第3条', undefined],
  ])('from “%s” reads as %s', (typed, seq) => {
    expect(readFromSeq(typed, '18')).toBe(seq);
  });
});
