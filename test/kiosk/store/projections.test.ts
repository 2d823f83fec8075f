import { beforeEach, expect, test } from 'vitest';
import type { Db } from '../../../kiosk/store/database.ts';
import { type RecordData, type RecordKind, recordData } from '../../../sync/contract/records.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { checkInData } from '../../helpers/log-writer.ts';
import { nine } from '../../helpers/sample-plan.ts';

/** What no record explains: everything else must come out of the log again. */
const outsideTheLog = ['log', 'plans', 'face_templates', 'fingers', 'segment_uploads', 'settings'];

/** Kinds that the log itself writes: at its beginning, and when the device key changes. They have no rows. */
type OwnKind = 'boot' | 'rotation';

const ofLesson = { lesson: 'les_1', session: 'ses_am', camera: 'room' } as const;
const consent = { person: 'per_1', assessment: 'PIA-1' } as const;
const segment = (sha256: string, startAt: number) => ({
  ...ofLesson,
  ...{ sha256: sha256.repeat(64), sizeBytes: 1_000, initBytes: 100, startAt, endAt: startAt + 5_000 },
});

const drawn = {
  session: 'ses_am',
  camera: 'room',
  dueAt: nine,
  at: nine + 40,
  width: 640,
  height: 360,
} as const;
const photo = (sha256: string) => ({ ...drawn, sha256: sha256.repeat(64), sizeBytes: 1_000 });

/** Every kind, and of each what makes its rows differ: repeats, replacements, both branches. */
const samples: { readonly [K in Exclude<RecordKind, OwnKind>]: readonly RecordData<K>[] } = {
  plan: [{ version: 1, digest: 'a'.repeat(64) }],
  consent: [
    { ...consent, use: 'face', granted: true },
    { ...consent, use: 'finger', granted: true },
    { ...consent, use: 'face', granted: false },
  ],
  enrolment: [{ person: 'per_1', method: 'face', samples: 3, with: 'model', quality: 0.9 }],
  erasure: [{ person: 'per_1', method: 'face', reason: 'class-over' }],
  'check-in': [
    checkInData(),
    checkInData({ id: 'chk_2', outcome: 'refused', reason: 'unknown-person', person: null, session: null }),
    checkInData({ id: 'chk_3', direction: 'out', reason: 'early-leave', minutes: 12 }),
  ],
  lesson: [
    { lesson: 'les_1', session: 'ses_am', event: 'started', by: 'plan', at: nine, reason: null },
    { lesson: 'les_1', session: 'ses_am', event: 'stopped', by: 'class-admin', at: nine + 9, reason: '检修' },
    { lesson: 'les_1', session: 'ses_am', event: 'started', by: 'class-admin', at: nine + 10, reason: null },
    { lesson: 'les_2', session: 'ses_pm', event: 'started', by: 'plan', at: nine + 20, reason: null },
    { lesson: 'les_2', session: 'ses_pm', event: 'stopped', by: 'plan', at: nine + 30, reason: null },
  ],
  segment: [segment('a', nine), segment('b', nine + 5_000), segment('a', nine + 10_000)],
  gap: [
    { ...ofLesson, startAt: nine, endAt: nine + 1_000, cause: 'disk-full' },
    { ...ofLesson, startAt: nine + 2_000, endAt: nine + 3_000, cause: 'camera-lost' },
  ],
  device: [{ device: 'reader', state: 'out-of-order', detail: 'gone', at: nine }],
  damage: [
    { item: 'record', subject: '3', found: 'unreadable' },
    { item: 'segment', subject: 'b'.repeat(64), found: 'missing' },
    { item: 'record', subject: '3', found: 'unreadable' },
  ],
  admin: [{ event: 'pin-refused', at: nine }],
  pause: [
    { lesson: 'les_1', session: 'ses_am', event: 'paused', at: nine, reason: '停电' },
    { lesson: 'les_1', session: 'ses_am', event: 'resumed', at: nine + 60_000, reason: null },
  ],
  picture: [
    { ...ofLesson, fault: 'black', event: 'began', since: nine, at: nine + 20_000 },
    { ...ofLesson, fault: 'black', event: 'ended', since: nine, at: nine + 60_000 },
  ],
  photo: [photo('c'), photo('d'), photo('c')],
  presence: [
    { ...drawn, heads: 31, recognised: [], model: 'blazeface', modelDigest: 'e'.repeat(64) },
    { ...drawn, heads: 0, recognised: [], model: 'blazeface', modelDigest: 'e'.repeat(64) },
  ],
  'self-test': [{ at: nine, parts: [{ part: 'disk', ok: true, detail: null }] }],
};

let store: ReturnType<typeof kioskStore>;

beforeEach(() => {
  store = kioskStore();
  store.adopt();
  for (const kind of Object.keys(samples) as (keyof typeof samples)[]) appendAll(kind);
});

function appendAll<K extends keyof typeof samples>(kind: K): void {
  for (const data of samples[kind] as readonly RecordData<K>[]) store.log.append(kind, 'cls_a', data);
}

const names = (db: Db) =>
  db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).pluck().all() as string[];

/** Every row of every projected table, in the order in which the rows came to be. */
function dump(db: Db): Record<string, unknown[]> {
  const projected = names(db).filter((name) => !outsideTheLog.includes(name));
  return Object.fromEntries(
    projected.map((name) => [name, db.prepare(`SELECT * FROM ${name} ORDER BY rowid`).all()]),
  );
}

test('the log holds every kind there is, and every projected table has rows', () => {
  const kinds = store.db.prepare('SELECT DISTINCT kind FROM log').pluck().all() as string[];
  const written = new Set([...kinds, 'boot', 'rotation']);
  expect([...written].sort()).toEqual(Object.keys(recordData).sort());
  expect(names(store.db)).toEqual(expect.arrayContaining(outsideTheLog));
  expect(Object.entries(dump(store.db)).filter(([, rows]) => rows.length === 0)).toEqual([]);
});

test('made again from the log, every table is what it was', () => {
  const before = dump(store.db);
  store.log.rebuild();
  expect(dump(store.db)).toEqual(before);
  store.log.rebuild();
  expect(dump(store.db)).toEqual(before);
});

const projected = [
  ...['check_ins', 'consents', 'damages', 'gaps', 'lessons', 'pauses', 'photos', 'picture_faults'],
  ...['presence', 'segments'],
];

test('the tables that are damaged below are all there are', () => {
  expect(Object.keys(dump(store.db))).toEqual(projected);
});

test.each(projected)('rows of %s lost, doubled or changed by hand are put right', (table) => {
  const { db, log } = store;
  const before = dump(db);
  const [column] = db
    .prepare(`SELECT name FROM pragma_table_info(?) WHERE pk = 0 AND type = 'INTEGER'`)
    .pluck()
    .all(table);
  db.exec(`UPDATE ${table} SET ${column} = ${column} + 1 WHERE rowid = (SELECT max(rowid) FROM ${table})`);
  db.exec(`DELETE FROM ${table} WHERE rowid = (SELECT min(rowid) FROM ${table})`);
  expect(dump(db)).not.toEqual(before);
  log.rebuild();
  expect(dump(db)).toEqual(before);
});

test('what lies outside the log is left alone', () => {
  const { db, log } = store;
  db.exec(`INSERT INTO settings VALUES ('acknowledged-seq', '7');
           INSERT INTO segment_uploads VALUES ('${'a'.repeat(64)}', 'received', 'receipt', 1);
           INSERT INTO fingers VALUES ('reader', 3, 'cls_a', 'per_1');
           INSERT INTO face_templates VALUES ('cls_a', 'per_1', 'digest', x'0102')`);
  const outside = () => outsideTheLog.map((name) => db.prepare(`SELECT * FROM ${name}`).all());
  const before = outside();
  log.rebuild();
  expect(outside()).toEqual(before);
});

test('a record that cannot be applied undoes the whole: no half of the tables is left', () => {
  const { db, log } = store;
  const before = dump(db);
  db.exec(`UPDATE log SET envelope = '{"body":{"kind":"gap","v":1,"data":{}}}' WHERE kind = 'gap'`);
  expect(() => log.rebuild()).toThrow();
  expect(dump(db)).toEqual(before);
});
