import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../kiosk/store/database.ts';
import { emptyLog, followChain } from '../../../sync/evidence/chain.ts';
import { parseRecord } from '../../../sync/evidence/record.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { checkInData } from '../../helpers/log-writer.ts';

describe('the kiosk’s log', () => {
  test('every connection waits for the disk: synchronous is FULL', () => {
    const { db, dir } = kioskStore();
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    db.close();
    const again = openDatabase(`${dir}/kiosk.db`);
    expect(again.pragma('synchronous', { simple: true })).toBe(2);
    expect(again.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  test('the chain holds over a restart', () => {
    const first = kioskStore();
    first.log.append('check-in', 'cls_a', checkInData());
    first.db.close();
    const { log } = kioskStore({ dir: first.dir, signer: first.signer });
    log.append('check-in', 'cls_a', checkInData({ id: 'chk_2' }));
    let state = emptyLog(log.identity);
    for (const row of log.after(0, 10)) {
      const step = followChain(state, parseRecord(row.envelope) as never, log.identity.device);
      expect(step.ok).toBe(true);
      if (step.ok) state = step.next;
      expect(row.digest).toBe(state.digest);
    }
    // Two starts, each with its boot record.
    expect(state.seq).toBe(4n);
    expect(state.signingKey.keyId).not.toBe(state.deviceKey.keyId);
  });

  test('a record and its row stand or fall together', () => {
    const { db, log } = kioskStore();
    log.append('check-in', 'cls_a', checkInData());
    // The same check-in id again: the row is refused, so the record must not be there either.
    expect(() => log.append('check-in', 'cls_a', checkInData())).toThrow(/UNIQUE/);
    expect(db.prepare('SELECT count(*) AS n FROM log').get()).toEqual({ n: 2 });
    log.append('check-in', 'cls_a', checkInData({ id: 'chk_2' }));
    expect(log.lastSeq).toBe(3);
  });

  test('what is written alongside falls with its record, and the chain goes on from where it was', () => {
    const { db, log } = kioskStore();
    const fail = () => {
      throw new Error('no room for the plan');
    };
    expect(() => log.append('check-in', 'cls_a', checkInData(), fail)).toThrow('no room');
    expect(log.lastSeq).toBe(1);
    log.append('check-in', 'cls_a', checkInData());
    expect(log.after(0, 10).map((row) => row.seq)).toEqual([1, 2]);
    expect(() =>
      db.transaction(() => log.append('check-in', 'cls_a', checkInData({ id: 'chk_2' })))(),
    ).toThrow('transaction of its own');
    expect(log.lastSeq).toBe(2);
  });

  test('the tables can be made again from the log', () => {
    const { db, log } = kioskStore();
    for (let i = 0; i < 5; i += 1) log.append('check-in', 'cls_a', checkInData({ id: `chk_${i}` }));
    const rows = () => db.prepare('SELECT * FROM check_ins ORDER BY seq').all();
    const before = rows();
    db.exec(`UPDATE check_ins SET person = 'per_ghost' WHERE seq = 3; DELETE FROM check_ins WHERE seq = 4`);
    expect(rows()).not.toEqual(before);
    log.rebuild();
    expect(rows()).toEqual(before);
  });

  test('a full disk says so, loses nothing that was acknowledged, and ends when there is room again', () => {
    const { db, log } = kioskStore();
    log.append('check-in', 'cls_a', checkInData({ id: 'chk_0' }));
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages}`);
    let saved = 1;
    const fill = () => {
      for (; saved < 1_000; saved += 1) log.append('check-in', 'cls_a', checkInData({ id: `chk_${saved}` }));
    };
    expect(fill).toThrow(expect.objectContaining({ code: 'disk_full' }));
    expect(db.prepare('SELECT count(*) AS n FROM check_ins').get()).toEqual({ n: saved });
    expect(log.lastSeq).toBe(saved + 1);
    db.pragma('max_page_count = 1000000');
    log.append('check-in', 'cls_a', checkInData({ id: 'chk_more' }));
    expect(log.lastSeq).toBe(saved + 2);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
