import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { filesToImport, refuseLinks } from '../../../kiosk/usb/look-before.ts';

let disk: string;

beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
});
afterEach(() => rmSync(disk, { recursive: true }));

const put = (...way: string[]) => {
  mkdirSync(join(disk, ...way.slice(0, -1)), { recursive: true });
  writeFileSync(join(disk, ...way), '{}');
};

test('plans and receipts in the root and in our folders are found; other files, other kiosks and links are not', async () => {
  put('plan-cls_1.json');
  put('plan-cls_1 (1).json');
  put('receipts.jsonl');
  put('keqin-dev_a-1-9', 'receipts.jsonl');
  put('keqin-dev_a-1-9', 'log.jsonl');
  put('keqin-dev_a-1-9 - 副本', 'receipts.jsonl');
  put('keqin-dev_b-1-9', 'receipts.jsonl');
  put('photos', 'plan-cls_2.json');
  put('._plan-cls_1.json');
  mkdirSync(join(disk, 'plan-folder.json'));
  symlinkSync('/etc/hostname', join(disk, 'plan-link.json'));
  symlinkSync(join(disk, 'photos'), join(disk, 'keqin-link'));
  expect(await filesToImport(disk, 'dev_a')).toEqual([
    'plan-cls_1 (1).json',
    'plan-cls_1.json',
    'receipts.jsonl',
    'keqin-dev_a-1-9/receipts.jsonl',
    'keqin-dev_a-1-9 - 副本/receipts.jsonl',
  ]);
});

test.each([
  ['is a link', () => symlinkSync('/', join(disk, 'keqin-dev_a-1-9'))],
  ['is a file', () => put('keqin-dev_a-1-9')],
  [
    'has a linked part',
    () => {
      mkdirSync(join(disk, 'keqin-dev_a-1-9'));
      symlinkSync('/dev/null', join(disk, 'keqin-dev_a-1-9', 'log.jsonl.part'));
    },
  ],
  [
    'has linked segments',
    () => {
      mkdirSync(join(disk, 'keqin-dev_a-1-9'));
      symlinkSync('/', join(disk, 'keqin-dev_a-1-9', 'segments'));
    },
  ],
  [
    'has a link among its segments',
    () => {
      put('keqin-dev_a-1-9', 'segments', 'a.mp4');
      symlinkSync('/dev/null', join(disk, 'keqin-dev_a-1-9', 'segments', 'b.mp4.part'));
    },
  ],
])('a folder of ours that %s is refused before anything is written into it', async (_, prepare) => {
  prepare();
  await expect(refuseLinks(disk, 'dev_a')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(refuseLinks(disk, 'dev_b')).resolves.toBeUndefined();
});

test('an export of ours that was broken off is no hindrance', async () => {
  put('keqin-dev_a-1-9', 'segments', 'a.mp4.part');
  await expect(refuseLinks(disk, 'dev_a')).resolves.toBeUndefined();
});
