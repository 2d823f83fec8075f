import { describe, expect, test } from 'vitest';
import type { RecordBody } from '../../../sync/contract/records.ts';
import type { StatementBody } from '../../../sync/contract/statements.ts';
import { certificateMs, certifiedAt, expiresAt, issuedAt } from '../../../sync/evidence/certificate.ts';
import type { ProvenTime } from '../../../sync/evidence/time.ts';

type Certificate = StatementBody<'device-certificate'>;

const of = (issued: number, until: number): Certificate => ({
  ...{ v: 2, device: 'dev_test', publicKey: 'AA', suite: 'ES256', afterSeq: '0' },
  ...{ issuedAt: issued, expiresAt: until },
});
const first: Certificate = { v: 1, device: 'dev_test', publicKey: 'AA', registeredAt: 500 };
/** Proven to be written between these instants. */
const between = (earliestAt: number | null, latestAt: number): ProvenTime => ({
  ...{ earliestAt, latestAt },
  sign: earliestAt === null ? 'no-anchor' : null,
});
const holds = (certificates: readonly Certificate[], time: ProvenTime) =>
  certifiedAt(certificates, {} as RecordBody, time, undefined);

test('a certificate lasts 90 days; one of version 1 had no end', () => {
  expect(certificateMs).toBe(90 * 24 * 3_600_000);
  expect([issuedAt(of(5, 9)), expiresAt(of(5, 9))]).toEqual([5, 9]);
  expect([issuedAt(first), expiresAt(first)]).toEqual([500, Number.POSITIVE_INFINITY]);
});

describe('one certificate', () => {
  test('reaches back before its issue: a kiosk writes before any server knows it', () => {
    expect(holds([of(500, 1_000)], between(null, 400))).toBe(true);
  });

  test('holds for what came before its end, and not for what may have been written after', () => {
    expect(holds([of(500, 1_000)], between(600, 1_000))).toBe(true);
    expect(holds([of(500, 1_000)], between(600, 1_001))).toBe(false);
    expect(holds([of(500, 1_000)], between(null, 1_001))).toBe(false);
  });

  test('of version 1 holds for ever', () => expect(holds([first], between(null, 9e12))).toBe(true));
});

describe('several', () => {
  test('that follow each other without a break are one span, in whatever order they come', () => {
    const [a, b, c] = [of(0, 1_000), of(700, 2_000), of(2_000, 3_000)];
    for (const order of [
      [a, b, c],
      [c, a, b],
    ]) {
      expect(holds(order, between(900, 2_500))).toBe(true);
      expect(holds(order, between(900, 3_001))).toBe(false);
    }
  });

  test('a shorter one within a longer one takes nothing away', () => {
    expect(holds([of(0, 3_000), of(500, 1_000)], between(null, 2_500))).toBe(true);
  });

  test('renewed after the last had run out: what was written in the gap is not certified', () => {
    const renewed = [of(0, 1_000), of(2_000, 3_000)];
    expect(holds(renewed, between(null, 900))).toBe(true);
    expect(holds(renewed, between(1_500, 2_500))).toBe(false);
    expect(holds(renewed, between(null, 2_500))).toBe(false);
    expect(holds(renewed, between(2_000, 2_500))).toBe(true);
  });

  test('none certify nothing', () => expect(holds([], between(null, 1))).toBe(false));
});
