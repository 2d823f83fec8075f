import { expect, test } from 'vitest';
import type { StoredRecord } from '../../../server/storage/record-store.ts';
import { isInItsPlace, isYetToJudge } from '../../../server/verify/check-place.ts';

const rowOf = (change: Partial<StoredRecord>) =>
  ({ seq: 5, held_for: null, leaf_index: null, acceptance: null, ...change }) as StoredRecord;

test.each<[string, Partial<StoredRecord>, bigint | undefined, boolean]>([
  ['accepted, in the log', { leaf_index: 0 }, undefined, true],
  ['accepted, not in the log', {}, undefined, false],
  ['accepted before the revoked ones', { leaf_index: 4 }, 6n, true],
  ['accepted, though revoked', { leaf_index: 4 }, 5n, false],
  ['held, not in the log', { held_for: 'not-in-plan' }, undefined, true],
  ['held, in the log', { held_for: 'not-in-plan', leaf_index: 4 }, undefined, false],
  ['held for another reason, and revoked', { held_for: 'not-in-plan', leaf_index: 4 }, 1n, false],
  ['taken back', { held_for: 'device-revoked', leaf_index: 4 }, 5n, true],
  ['held, for it came after the revocation', { held_for: 'device-revoked' }, 2n, true],
  ['taken back by no revocation', { held_for: 'device-revoked', leaf_index: 4 }, undefined, false],
  ['taken back by a later revocation', { held_for: 'device-revoked' }, 6n, false],
])('%s', (_name, change, revokedFrom, is) => {
  expect(isInItsPlace(rowOf(change), revokedFrom)).toBe(is);
});

test.each<[string, Partial<StoredRecord>, bigint, boolean]>([
  ['after the last that was judged', {}, 4n, true],
  ['the last that was judged', {}, 5n, false],
  ['with an entry in the log', { leaf_index: 0 }, 4n, false],
  ['with an acceptance', { acceptance: '{}' }, 4n, false],
  ['with a reason to hold', { held_for: 'not-in-plan' }, 4n, false],
])('waits to be judged: %s', (_name, change, judged, is) => {
  expect(isYetToJudge(rowOf(change), judged)).toBe(is);
});
