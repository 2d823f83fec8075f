import { describe, expect, test } from 'vitest';
import { en } from '../../../../kiosk/ui/text/en.ts';
import { zhCN } from '../../../../kiosk/ui/text/zh-CN.ts';
import {
  diskInUse,
  exportNote,
  exportResult,
  importResult,
  sizeText,
  workUnderWay,
} from '../../../../kiosk/ui/view-model/usb-tab.ts';
import type { UsbView } from '../../../../sync/contract/kiosk-usb.ts';

const disk = (id: string, change = {}) => ({ id, label: id, freeBytes: 30e9, writable: true, ...change });
const viewOf = (change: Partial<UsbView> = {}): UsbView => ({
  disks: [disk('usb_a')],
  waiting: { records: 1_204, segments: 86, bytes: 430_000_000 },
  work: null,
  ...change,
});
const noteOf = (view: UsbView) => exportNote(view, diskInUse(view, null), zhCN);

test.each([
  [1, '1 MB'],
  [12_300_000, '13 MB'],
  [1_230_000_000, '1.23 GB'],
  [30_640_000_000, '30.6 GB'],
  [512e9, '512 GB'],
])('%d bytes are %s', (bytes, words) => expect(sizeText(bytes)).toBe(words));

test('the only disk needs no choice; of several one is chosen; a disk that is gone is used no more', () => {
  const two = viewOf({ disks: [disk('usb_a'), disk('usb_b')] });
  expect(diskInUse(viewOf(), null)?.id).toBe('usb_a');
  expect(diskInUse(two, null)).toBeNull();
  expect(diskInUse(two, 'usb_b')?.id).toBe('usb_b');
  expect(diskInUse(two, 'usb_c')).toBeNull();
  expect(diskInUse(viewOf({ disks: [] }), 'usb_a')).toBeNull();
});

describe('step 2', () => {
  test('says how much waits', () => {
    expect(noteOf(viewOf())).toEqual({
      text: '待导出 1204 条记录、86 段录像，约 430 MB',
      possible: true,
      warn: false,
    });
  });

  test('is not possible without a disk, on a read-only one, and when nothing waits', () => {
    expect(noteOf(viewOf({ disks: [] }))).toMatchObject({ possible: false });
    expect(noteOf(viewOf({ disks: [disk('usb_a', { writable: false })] }))).toMatchObject({
      possible: false,
      text: expect.stringContaining('只读'),
    });
    expect(noteOf(viewOf({ waiting: { records: 0, segments: 0, bytes: 0 } }))).toMatchObject({
      possible: false,
      text: '没有待导出的数据',
    });
  });

  test('warns of a disk that may be too small, for part may be there already', () => {
    expect(noteOf(viewOf({ disks: [disk('usb_a', { freeBytes: 400e6 })] }))).toMatchObject({
      possible: true,
      warn: true,
      text: expect.stringContaining('空间可能不足'),
    });
  });
});

test('work under way is told by its share, which is whole only when it is done', () => {
  const work = (kind: 'export' | 'import', doneBytes: number, totalBytes: number) =>
    workUnderWay({ kind, doneBytes, totalBytes }, zhCN);
  expect(work('export', 0, 0)).toEqual({ text: '正在导出', percent: 0 });
  expect(work('export', 42, 100)).toEqual({ text: '正在导出 42%', percent: 42 });
  expect(work('export', 100, 100)).toEqual({ text: '正在导出 99%', percent: 99 });
  expect(work('import', 0, 0)).toEqual({ text: '正在导入', percent: 0 });
});

test('after an export it is said what to do with the disk, and what was left out', () => {
  const answer = { outcome: 'exported', folder: 'keqin-x', records: 3, segments: 2, damaged: 0 } as const;
  expect(exportResult(answer, zhCN)).toEqual({
    good: true,
    text: '已导出 3 条记录、2 段录像，请安全取出U盘并送到人社部门',
    lines: [],
  });
  expect(exportResult({ ...answer, damaged: 1 }, en).lines).toMatchObject([{ good: false }]);
  expect(exportResult({ ...answer, outcome: 'nothing-waits' }, zhCN).text).toBe('没有待导出的数据');
});

test('an import says of each file what came of it, and is good only when none was refused', () => {
  const taken = {
    file: 'plan-a.json',
    outcome: 'taken',
    message: '已导入。',
    messageEn: 'Taken in.',
  } as const;
  const refused = { ...taken, outcome: 'refused', message: '未采用。' } as const;
  expect(importResult({ files: [taken] }, 'en', en)).toEqual({
    good: true,
    text: 'Import done',
    lines: [{ good: true, file: 'plan-a.json', text: 'Taken in.' }],
  });
  const mixed = importResult({ files: [taken, refused] }, 'zh', zhCN);
  expect([mixed.good, mixed.text]).toEqual([false, '有 1 个文件没有采用，请看下面的原因']);
  expect(importResult({ files: [] }, 'zh', zhCN)).toMatchObject({ good: false, text: zhCN.usb.nothingFound });
});
