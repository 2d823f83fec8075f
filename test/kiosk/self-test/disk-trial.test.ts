import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tryDisk } from '../../../kiosk/self-test/disk-trial.ts';
import type { DiskRoom } from '../../../kiosk/store/disk-watch.ts';

const dir = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
const fits = () => true;
const tried = (room: DiskRoom, holds: boolean | null = true) =>
  tryDisk({ dir, room: async () => room, holdsNextLesson: () => holds }, 5_000);

test('takes what is written and has room: well, and nothing is left behind', async () => {
  expect(await tried('ample')).toMatchObject({ ok: true, zh: '能写入，空间够用' });
  expect(readdirSync(dir)).toEqual([]);
});

test.each([
  ['full', true, '空间不足'],
  ['video-stopped', true, '空间不足'],
  ['ample', false, '装不下'],
] as const)('%s', async (room, holds, said) => {
  const { ok, zh } = await tried(room, holds);
  expect(ok).toBe(false);
  expect(zh).toContain(said);
});

test('nearly full, and nobody can tell how long a lesson is: well, with a word', async () => {
  expect((await tried('low', null)).zh).toContain('空间不多');
});

test('a disk that takes nothing', async () => {
  const file = join(dir, 'no-folder');
  writeFileSync(file, '');
  const finding = await tryDisk({ dir: file, room: async () => 'ample', holdsNextLesson: fits }, 5_000);
  expect(finding).toMatchObject({ ok: false, zh: '写入失败，请立即联系维护人员' });
});

test('a disk that hangs is not waited for', async () => {
  const room = () => new Promise<DiskRoom>(() => undefined);
  expect((await tryDisk({ dir, room, holdsNextLesson: fits }, 20)).zh).toContain('太慢');
});
