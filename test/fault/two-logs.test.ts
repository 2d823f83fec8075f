import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { openStore } from '../../kiosk/open-store.ts';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import { compareLogs } from './kill/two-logs.ts';

const signIns = { confirmed: 3, asked: 3 };
let files: { kiosk: string; server: string };
let kiosk: Awaited<ReturnType<typeof openStore>>;
let server: Database.Database;

/** A kiosk with a boot record and three sign-ins, all acknowledged, and a server that has them. */
beforeEach(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-logs-'));
  files = { kiosk: join(dir, 'kiosk.db'), server: join(dir, 'server.db') };
  kiosk = await openStore(dir, new SimulatedClock(1_800_000_000_000));
  for (let i = 0; i < 3; i += 1)
    kiosk.log.append('admin', null, { event: 'signed-in', at: 1_800_000_000_000 });
  kiosk.settings.set('acknowledged-seq', '4');
  server = new Database(files.server);
  server.exec('CREATE TABLE records (seq, digest, state); CREATE TABLE findings (code, subject_id)');
  const insert = server.prepare("INSERT INTO records VALUES (?, ?, 'verified')");
  for (const { seq, digest } of kiosk.log.after(0, 10)) insert.run(seq, digest);
});

const faults = (asked = signIns) => compareLogs(files, asked).faults;
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
  expect(faults({ confirmed: 4, asked: 5 })).toEqual({ ...none, lost: 1 });
  expect(faults({ confirmed: 2, asked: 2 })).toEqual({ ...none, doubled: 1 });
});

test('it says what waits and what the server found', () => {
  server.exec(
    "UPDATE records SET state = 'received' WHERE seq > 2; INSERT INTO findings VALUES ('device-cloned', 'd')",
  );
  expect(compareLogs(files, signIns)).toMatchObject({
    waiting: 2,
    findings: ['device-cloned d'],
    records: 4,
  });
});
