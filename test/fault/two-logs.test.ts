import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { openStore } from '../../kiosk/open-store.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import { TwoLogsCheck } from './kill/two-logs.ts';

const signIns = { confirmed: 3, unanswered: 0 };
let files: { kiosk: string; server: string };
let kiosk: Awaited<ReturnType<typeof openStore>>;
let server: Database.Database;

/** A kiosk with a boot record and three sign-ins, all acknowledged, and a server that has them. */
beforeEach(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-logs-'));
  files = { kiosk: join(dir, 'kiosk.db'), server: join(dir, 'server.db') };
  kiosk = await openStore(dir, new SimulatedClock(1_800_000_000_000));
  for (let i = 0; i < 3; i += 1) signIn();
  kiosk.settings.set('acknowledged-seq', '4');
  server = new Database(files.server);
  server.exec('CREATE TABLE records (seq, digest, state); CREATE TABLE findings (code, subject_id)');
  for (let seq = 1; seq <= 4; seq += 1) send(seq);
});

function signIn(): void {
  kiosk.log.append('admin', null, { event: 'signed-in', at: 1_800_000_000_000 });
}

function send(seq: number): void {
  const [row] = kiosk.log.after(seq - 1, 1);
  server.prepare("INSERT INTO records VALUES (?, ?, 'verified')").run(seq, row?.digest);
}

const faults = (asked = signIns) => new TwoLogsCheck(files).look(asked).faults;
const none = { lost: 0, doubled: 0, chainBroken: 0, corrupt: 0 };

test('two logs that agree have no faults; what the server has and did not say yet is none', () => {
  expect(faults()).toEqual(none);
  kiosk.settings.set('acknowledged-seq', '2');
  expect(faults()).toEqual(none);
});

test('an acknowledged record that the server lacks is lost', () => {
  server.exec('DELETE FROM records WHERE seq = 4');
  expect(faults()).toEqual({ ...none, lost: 1 });
});

test('a record that is another on the server is lost, a hole and a double are said', () => {
  server.exec("UPDATE records SET digest = 'x' WHERE seq = 2");
  expect(faults()).toEqual({ ...none, lost: 1 });
  server.exec('DELETE FROM records WHERE seq = 2; INSERT INTO records SELECT * FROM records WHERE seq = 3');
  expect(faults()).toEqual({ ...none, doubled: 1, chainBroken: 1 });
});

test('a confirmed sign-in that was not written is lost; one that nobody asked for is one too many', () => {
  expect(faults({ confirmed: 4, unanswered: 1 })).toEqual({ ...none, lost: 1 });
  expect(faults({ confirmed: 2, unanswered: 1 })).toEqual(none);
  expect(faults({ confirmed: 2, unanswered: 0 })).toEqual({ ...none, doubled: 1 });
});

test('a later look finds what was there at the one before, and is gone', () => {
  const check = new TwoLogsCheck(files);
  expect(check.look(signIns).faults).toEqual(none);
  signIn();
  send(5);
  expect(check.look({ confirmed: 4, unanswered: 0 }).faults).toEqual(none);
  expect(check.look({ confirmed: 5, unanswered: 0 }).faults).toEqual({ ...none, lost: 1 });
  server.exec('DELETE FROM records WHERE seq > 2');
  expect(check.look({ confirmed: 5, unanswered: 0 }).faults).toEqual({ ...none, lost: 2 });
  kiosk.db.exec('DELETE FROM log WHERE seq = 5');
  expect(check.look({ confirmed: 5, unanswered: 0 }).faults).toEqual({ ...none, lost: 2, chainBroken: 1 });
});

test('a sign-in that was written without a word does not stand for one that is lost later', () => {
  const check = new TwoLogsCheck(files);
  expect(check.look({ confirmed: 2, unanswered: 1 }).faults).toEqual(none);
  expect(check.look({ confirmed: 3, unanswered: 1 }).faults).toEqual({ ...none, lost: 1 });
});

test('it says what waits and what the server found', () => {
  server.exec(
    "UPDATE records SET state = 'received' WHERE seq > 2; INSERT INTO findings VALUES ('device-cloned', 'd')",
  );
  expect(new TwoLogsCheck(files).look(signIns)).toMatchObject({
    waiting: 2,
    findings: ['device-cloned d'],
    records: 4,
  });
});
