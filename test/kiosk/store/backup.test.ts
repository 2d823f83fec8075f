import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { FaceStore } from '../../../kiosk/enrolment/face-store.ts';
import { FingerStore } from '../../../kiosk/enrolment/finger-store.ts';
import { backupStore } from '../../../kiosk/store/backup.ts';
import type { LogRow } from '../../../kiosk/store/log-store.ts';
import { type ChainHead, linkRecord } from '../../../sync/evidence/chain.ts';
import { parseRecord } from '../../../sync/evidence/record.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { checkInData } from '../../helpers/log-writer.ts';

let store: ReturnType<typeof kioskStore>;
let away: string;
let database: string;
let count = 0;

/** A template that stands out in any file: this pattern, and nothing else, is what is looked for. */
const template = Float32Array.from({ length: 128 }, (_, i) => Math.sin(i * 12.9898) * 43_758.5453);
const templateBytes = Buffer.from(template.buffer).subarray(16, 80);

beforeEach(() => {
  store = kioskStore();
  away = mkdtempSync(join(tmpdir(), 'keqin-backup-'));
  database = join(store.dir, 'kiosk.db');
  for (let i = 0; i < 40; i += 1)
    new FaceStore(store.db).save({ class: 'cls_a', person: `per_${i}` }, 'a'.repeat(64), [template]);
  new FingerStore(store.db, 'reader-of-room-101').assign(7, { class: 'cls_a', person: 'per_1' });
  for (let i = 0; i < 300; i += 1) append();
});

function append(): void {
  count += 1;
  store.log.append('check-in', 'cls_a', checkInData({ id: `chk_${count}` }));
}

/** Appends as fast as the loop turns until the backup is done. */
async function whileAppending<T>(backup: Promise<T>): Promise<{ result: T; appended: number }> {
  let done = false;
  let appended = 0;
  const writing = (async () => {
    for (; !done; appended += 1) {
      append();
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const result = await backup.finally(() => {
    done = true;
  });
  await writing;
  return { result, appended };
}

/** Follows the copy's chain by digests from its first record; gives the number of records that hold. */
function chainLength(file: string): number {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('SELECT seq, digest, envelope FROM log ORDER BY seq').all() as LogRow[];
  db.close();
  let head: ChainHead = { seq: 0n, digest: store.log.identity.keyId };
  for (const row of rows) {
    const step = linkRecord(head, parseRecord(row.envelope) as never, store.log.identity.device);
    if (!step.ok || step.next.digest !== row.digest) throw new Error(`broken at ${row.seq}`);
    head = step.next;
  }
  return rows.length;
}

test('made while the kiosk writes: the chain is whole, and nothing of a template is in the file', async () => {
  const file = join(away, 'kiosk-backup.db');
  const before = store.log.lastSeq;
  const { result, appended } = await whileAppending(backupStore({ database, file }));
  expect(appended).toBeGreaterThan(0);
  expect(result.records).toBeGreaterThanOrEqual(before);
  expect(chainLength(file)).toBe(result.records);
  const copy = new Database(file, { readonly: true });
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(copy.pragma('user_version', { simple: true })).toBe(
    store.db.pragma('user_version', { simple: true }),
  );
  for (const table of ['face_templates', 'fingers'])
    expect(copy.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
  expect(copy.prepare('SELECT count(*) AS n FROM check_ins').get()).not.toEqual({ n: 0 });
  copy.close();
  const bytes = readFileSync(file);
  expect(bytes.includes(templateBytes)).toBe(false);
  expect(bytes.includes('reader-of-room-101')).toBe(false);
});

test('control: a plain copy does hold the templates, even after they are deleted in it', async () => {
  const plain = join(away, 'plain.db');
  await store.db.backup(plain);
  const db = new Database(plain);
  db.exec('DELETE FROM face_templates');
  db.close();
  expect(readFileSync(plain).includes(templateBytes)).toBe(true);
});

test('one file, for its owner alone; nothing else is left, here or there', async () => {
  const before = readdirSync(store.dir).sort();
  const file = join(away, 'b.db');
  await backupStore({ database, file });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(away)).toEqual(['b.db']);
  expect(readdirSync(store.dir).sort()).toEqual(before);
});

test('never overwrites', async () => {
  const file = join(away, 'precious.db');
  writeFileSync(file, 'the only copy');
  await expect(backupStore({ database, file })).rejects.toMatchObject({ code: 'conflict' });
  expect(readFileSync(file, 'utf8')).toBe('the only copy');
});

test('a backup that fails leaves nothing behind', async () => {
  const before = readdirSync(store.dir).sort();
  store.db.exec('DELETE FROM log WHERE seq = 5');
  const file = join(away, 'holey.db');
  await expect(backupStore({ database, file })).rejects.toMatchObject({ code: 'internal' });
  expect(readdirSync(away)).toEqual([]);
  expect(readdirSync(store.dir).sort()).toEqual(before);
  mkdirSync(join(away, 'folder'));
  await expect(backupStore({ database, file: join(away, 'none', 'x.db') })).rejects.toThrow();
});
