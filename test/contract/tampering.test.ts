import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../sync/contract/findings.ts';
import { Classroom } from '../helpers/classroom.ts';
import { until } from '../helpers/test-kiosk.ts';

let room: Classroom;

beforeEach(async () => {
  room = await new Classroom().open();
  await room.startKiosk();
});
afterEach(() => room.close());

const named = (findings: readonly Finding[]) =>
  findings.map(({ code, subject }) => [code, subject.kind, subject.id]);

/** Changes one byte of the newest check-in in a database, behind its program's back; gives its `seq`. */
function editKioskRecord(): string {
  const { db } = room.kiosk;
  const sql = `SELECT seq FROM log WHERE kind = 'check-in' ORDER BY seq DESC LIMIT 1`;
  const { seq } = db.prepare<[], { seq: number }>(sql).get() ?? { seq: 0 };
  db.prepare(`UPDATE log SET envelope = replace(envelope, '"minutes":0', '"minutes":1') WHERE seq = ?`).run(
    seq,
  );
  return String(seq);
}

/** Changes one byte of the only video file in a folder; gives the digest that it should have. */
function editVideo(dir: string): string {
  const name =
    readdirSync(dir, { recursive: true, encoding: 'utf8' }).find((file) => file.endsWith('.mp4')) ?? '';
  const file = join(dir, name);
  const bytes = readFileSync(file);
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  return name.replace(/^.*\//, '').replace('.mp4', '');
}

describe('one changed byte is named on the review page', () => {
  test('a record at the kiosk, before it was sent', async () => {
    // A record after the edited one would be named for it.
    const begun = `SELECT 1 FROM log WHERE kind = 'lesson'`;
    await until('the lesson', () => room.kiosk.db.prepare(begun).get() !== undefined);
    await room.synced();
    room.proxy.pointTo(0);
    room.checkIn(2);
    const seq = editKioskRecord();
    await room.plugServerIn();
    await until('the finding', async () => (await room.server.findings()).length > 0);
    expect(named(await room.server.findings())).toEqual([['bad-signature', 'record', seq]]);
    expect(await room.pulled()).toEqual([]);
  });

  test('a record at the kiosk, after it was sent', async () => {
    room.checkIn(2);
    await room.synced();
    const seq = editKioskRecord();
    await room.kiosk.app.keepHouse();
    await room.synced();
    expect(named(await room.server.findings())).toEqual([['kiosk-record-damaged', 'record', seq]]);
    // What the server holds is what was signed: it stays.
    expect(await room.pulled()).toHaveLength(1);
    await room.kiosk.app.keepHouse();
    await room.synced();
    expect(await room.server.findings()).toHaveLength(1);
  });

  test('a video segment at the kiosk, before it was sent', async () => {
    await room.synced();
    room.proxy.pointTo(0);
    await room.film();
    const digest = editVideo(join(room.kioskDir, 'video'));
    await room.plugServerIn();
    await until('the finding', async () => (await room.server.findings()).length > 0);
    expect(named(await room.server.findings())).toContainEqual([
      'segment-digest-mismatch',
      'segment',
      digest,
    ]);
  });

  test('a video segment at the kiosk, after it was sent', async () => {
    await room.film();
    await room.synced();
    const digest = editVideo(join(room.kioskDir, 'video'));
    await room.kiosk.app.keepHouse();
    await room.synced();
    expect(named(await room.server.findings())).toEqual([['kiosk-segment-damaged', 'segment', digest]]);
  });

  test('a record at the server', async () => {
    room.checkIn(2);
    await room.synced();
    const [item] = await room.pulled();
    const sql = `UPDATE records SET text = replace(text, '"minutes":0', '"minutes":1') WHERE seq = ?`;
    expect(await room.server.tamper(sql, Number(item?.record.body.seq))).toBe(1);
    expect(await room.pulled()).toEqual([]);
    await room.server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
    // Its place in the server's log is named, too: entry `seq - 1`, for this kiosk wrote all of that log.
    expect(named(await room.server.findings())).toEqual([
      ['log-changed', 'log', String(Number(item?.record.body.seq) - 1)],
      ['record-changed', 'record', item?.record.body.seq],
    ]);
  });

  test('a video segment at the server', async () => {
    await room.film();
    await room.synced();
    const digest = editVideo(join(room.server.dir, 'segments'));
    await room.server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
    expect(named(await room.server.findings())).toEqual([['segment-changed', 'segment', digest]]);
  });

  test('and nothing is named when nothing was changed', async () => {
    room.checkIn(2);
    await room.film();
    await room.synced();
    await room.kiosk.app.keepHouse();
    await room.synced();
    await room.server.asReviewer({ method: 'POST', url: '/api/v1/verification' });
    expect(await room.server.findings()).toEqual([]);
  });
});
