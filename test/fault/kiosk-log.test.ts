import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { openStore } from '../../kiosk/open-store.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import { type Ack, ackLine, appendCheckIn, readAcks } from './check-ins.ts';
import { KioskLogCheck, noFaults } from './kiosk-log.ts';

let store: Awaited<ReturnType<typeof openStore>>;
let acks: Ack[];
let check: KioskLogCheck;

beforeEach(async () => {
  store = await openStore(mkdtempSync(join(tmpdir(), 'keqin-log-')), new SimulatedClock(1_800_000_000_000));
  acks = Array.from({ length: 5 }, (_, i) => appendCheckIn(store.log, `chk_${i}`));
  check = new KioskLogCheck(store.log.identity);
});

test('a whole log has no faults, at once and piece by piece', () => {
  expect(check.check(store.db, acks, true)).toEqual(noFaults);
  const later = appendCheckIn(store.log, 'chk_later');
  expect(check.check(store.db, [later], false)).toEqual(noFaults);
  expect(check.seq).toBe(store.log.lastSeq);
});

test('a cut tail is lost promises and nothing else', () => {
  store.db.exec('DELETE FROM log WHERE seq >= 5; DELETE FROM check_ins WHERE seq >= 5');
  expect(check.check(store.db, acks, true)).toEqual({ ...noFaults, lost: 2 });
});

test('a record that is another than promised is lost', () => {
  const promised = acks.map((ack) => (ack.seq === 4 ? { ...ack, digest: '0'.repeat(64) } : ack));
  expect(check.check(store.db, promised, true)).toEqual({ ...noFaults, lost: 1 });
});

test('a hole, a changed record, and one written twice break the chain', () => {
  store.db.exec("UPDATE log SET envelope = replace(envelope, 'chk_3', 'chk_9') WHERE seq = 5");
  expect(check.check(store.db, acks, true)).toEqual({ ...noFaults, chainBroken: 1, rowsAstray: 2 });
  store.db.exec('DELETE FROM log WHERE seq = 5');
  expect(check.check(store.db, acks, true)).toEqual({ ...noFaults, lost: 1, chainBroken: 1, rowsAstray: 1 });
  store.db.exec('INSERT INTO log SELECT 7, digest, kind, class, envelope FROM log WHERE seq = 6');
  expect(check.check(store.db, [], true)).toMatchObject({ doubled: 1, chainBroken: 1 });
});

test('what was looked at before and is gone breaks the chain, grown again or not', () => {
  expect(check.check(store.db, acks, true)).toEqual(noFaults);
  store.db.exec('DELETE FROM log WHERE seq = 6; DELETE FROM check_ins WHERE seq = 6');
  expect(check.check(store.db, [], true)).toEqual({ ...noFaults, chainBroken: 1 });
  store.db.exec("INSERT INTO log SELECT 6, 'x', kind, class, envelope FROM log WHERE seq = 5");
  expect(check.check(store.db, [], true)).toEqual({ ...noFaults, chainBroken: 1 });
});

test('acknowledgements are whole lines: one that was cut promised nothing', () => {
  const text = acks.map(ackLine).join('');
  expect(readAcks(text)).toEqual(acks);
  expect(readAcks(text.slice(0, -1))).toEqual(acks.slice(0, -1));
});
