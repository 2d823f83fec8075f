import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { scrubKiosk } from '../../../kiosk/store/scrub.ts';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { kioskStore } from '../../helpers/kiosk-store.ts';
import { checkInData } from '../../helpers/log-writer.ts';

let store: ReturnType<typeof kioskStore>;
let segments: SegmentStore;

beforeEach(() => {
  store = kioskStore();
  segments = new SegmentStore(store.db, join(store.dir, 'video'));
  mkdirSync(join(store.dir, 'video'));
  for (let i = 0; i < 6; i += 1) store.log.append('check-in', 'cls_a', checkInData({ id: `chk_${i}` }));
  for (const name of ['one', 'two']) keep(name);
});

function keep(bytes: string): void {
  const digest = sha256(bytes);
  writeFileSync(segments.fileOf(digest), bytes);
  const ofLesson = { lesson: 'les_1', session: 'ses_am', camera: 'room' as const };
  const sizes = { sizeBytes: bytes.length, initBytes: 1, startAt: 0, endAt: 1 };
  store.log.append('segment', 'cls_a', { ...ofLesson, ...sizes, sha256: digest });
}

const scrub = () => scrubKiosk(store.db, store.log, segments);
const edit = (sql: string) => void store.db.exec(sql);

test('a store that nobody touched is whole', async () => {
  expect(await scrub()).toEqual([]);
});

describe('one edit names one record', () => {
  test.each([
    ['a word in a check-in', `replace(envelope, 'chk_2', 'chk_9')`, 'chk_2', 'digest-differs'],
    ['another envelope that cannot be read', `'{}'`, 'chk_2', 'unreadable'],
    [
      'a boot record, on which all later signatures rest',
      `replace(envelope, '"program":"kiosk"', '"program":"kiosc"')`,
      '"boot-key"',
      'digest-differs',
    ],
    ['a boot record that cannot be read', `'{}'`, '"boot-key"', 'unreadable'],
  ])('%s', async (_, to, mark, found) => {
    const { seq } = store.db.prepare('SELECT seq FROM log WHERE instr(envelope, ?) > 0').get(mark) as {
      seq: number;
    };
    edit(`UPDATE log SET envelope = ${to} WHERE seq = ${seq}`);
    expect(await scrub()).toEqual([{ item: 'record', subject: String(seq), found }]);
  });

  test('a digest made to fit the edit breaks the link to the next record', async () => {
    const { seq, envelope } = store.db
      .prepare(`SELECT seq, envelope FROM log WHERE instr(envelope, 'chk_2') > 0`)
      .get() as {
      seq: number;
      envelope: string;
    };
    const changed = envelope.replace('chk_2', 'chk_9');
    store.db
      .prepare('UPDATE log SET envelope = ?, digest = ? WHERE seq = ?')
      .run(changed, sha256(changed), seq);
    const found = await scrub();
    expect(found.map(({ subject }) => Number(subject))).toContain(seq + 1);
  });

  test('a record taken out', async () => {
    edit('DELETE FROM log WHERE seq = 4');
    expect(await scrub()).toEqual([{ item: 'record', subject: '5', found: 'sequence-hole' }]);
  });
});

test('a changed and a missing file are named, each once for good', async () => {
  writeFileSync(segments.fileOf(sha256('one')), 'won');
  rmSync(segments.fileOf(sha256('two')));
  expect(await scrub()).toEqual([
    { item: 'segment', subject: sha256('one'), found: 'changed' },
    { item: 'segment', subject: sha256('two'), found: 'missing' },
  ]);
  expect(await scrub()).toEqual([]);
  expect(store.db.prepare(`SELECT count(*) AS n FROM log WHERE kind = 'damage'`).get()).toEqual({ n: 2 });
});
