import { beforeEach, describe, expect, test } from 'vitest';
import { AttendanceStore } from '../../../kiosk/attendance/attendance-store.ts';
import { CheckInDesk } from '../../../kiosk/attendance/check-in-desk.ts';
import type { MatchEvidence } from '../../../sync/contract/records.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { minute, nine } from '../../helpers/sample-plan.ts';

const finger: MatchEvidence = {
  kind: 'finger',
  score: 90,
  reader: 'synochip',
  simulated: true,
  decisionMs: 120,
};
const one = { class: 'cls_a', person: 'per_1' };

let store: ReturnType<typeof kioskStore>;
let desk: CheckInDesk;

beforeEach(() => {
  store = kioskStore();
  store.adopt();
  const { clock, log, plans, db } = store;
  desk = new CheckInDesk({ clock, log, plans, attendance: new AttendanceStore(db) });
});

const recorded = () =>
  store.db.prepare('SELECT person, outcome, direction, reason, minutes FROM check_ins ORDER BY seq').all();

describe('the desk', () => {
  test('records a check-in and shows a masked name', () => {
    const notice = desk.attempt(one, finger);
    expect(notice).toMatchObject({ kind: 'accepted', reason: 'on-time', maskedName: '赵*一' });
    expect(recorded()).toEqual([
      { person: 'per_1', outcome: 'accepted', direction: 'in', reason: 'on-time', minutes: 0 },
    ]);
  });

  test('a refusal is a record too', () => {
    desk.attempt(undefined, finger);
    expect(recorded()).toEqual([
      { person: null, outcome: 'refused', direction: null, reason: 'unknown-person', minutes: 0 },
    ]);
  });

  test('the notice goes when its time is over', () => {
    desk.attempt(one, finger);
    store.clock.advance(5_999);
    expect(desk.notice).not.toBeNull();
    store.clock.advance(1);
    expect(desk.notice).toBeNull();
  });

  describe('an early leave', () => {
    beforeEach(() => {
      desk.attempt(one, finger);
      store.clock.advanceTo(nine + 30 * minute);
    });

    test('is asked and not recorded until the answer is yes', () => {
      const ask = desk.attempt(one, finger);
      expect(ask.kind).toBe('ask');
      expect(recorded()).toHaveLength(1);
      expect(desk.answer(ask.id, true)).toBe(true);
      expect(recorded().at(-1)).toMatchObject({
        outcome: 'accepted',
        direction: 'out',
        reason: 'early-leave',
        minutes: 60,
      });
    });

    test('a no leaves everything as it was', () => {
      const ask = desk.attempt(one, finger);
      expect(desk.answer(ask.id, false)).toBe(true);
      expect(desk.notice).toBeNull();
      expect(recorded()).toHaveLength(1);
    });

    test('the same finger once more says yes; another finger does not', () => {
      desk.attempt(one, finger);
      desk.attempt({ class: 'cls_a', person: 'per_2' }, finger);
      expect(recorded().at(-1)).toMatchObject({ person: 'per_2', reason: 'late' });
      desk.attempt(one, finger);
      desk.attempt(one, finger);
      expect(recorded().at(-1)).toMatchObject({ person: 'per_1', reason: 'early-leave' });
    });

    test('too late an answer counts for nothing', () => {
      const ask = desk.attempt(one, finger);
      store.clock.advance(15_001);
      expect(desk.answer(ask.id, true)).toBe(false);
      expect(recorded()).toHaveLength(1);
    });
  });

  test('a full disk is said to the person, and nothing counts that was not written', () => {
    const { db } = store;
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    let notice = desk.attempt(undefined, finger);
    while (notice.reason !== 'not-saved') notice = desk.attempt(undefined, finger);
    expect(desk.attempt(one, finger)).toMatchObject({ kind: 'refused', reason: 'not-saved' });
    db.pragma('max_page_count = 1000000');
    expect(desk.attempt(one, finger)).toMatchObject({ kind: 'accepted', reason: 'on-time' });
  });

  test('a hint does not hide a result', () => {
    const notice = desk.attempt(one, finger);
    desk.hint('finger-dry', 'finger');
    expect(desk.notice).toEqual(notice);
    store.clock.advance(7_000);
    desk.hint('finger-dry', 'finger');
    expect(desk.notice).toMatchObject({ kind: 'hint', reason: 'finger-dry' });
    expect(recorded()).toHaveLength(1);
  });
});
