import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { openWorkbook } from '../../../../server/classes/workbook/open-workbook.ts';
import { isAppError } from '../../../../sync/base/errors.ts';
import { sampleWorkbook, workbookBytes } from '../../../helpers/sample-workbook.ts';

async function refusal(bytes: Buffer): Promise<string> {
  const error = await openWorkbook(bytes).catch((thrown: unknown) => thrown);
  if (isAppError(error, 'invalid_input')) return error.zh ?? '';
  throw new Error(`it was not refused: ${JSON.stringify(error)}`);
}

describe('what is no workbook', () => {
  test('a line far below the last that is read', async () => {
    const far = await writeXlsx({
      sheets: [
        {
          name: '人员名册',
          rows: [['姓名']],
          cells: new Map([['30000,0', { value: '甲', type: 'string' }]]),
        },
      ],
    });
    expect(await refusal(Buffer.from(far))).toMatch(/工作簿解压后过大/);
  });

  test('an old .xls, with the way to convert it', async () => {
    const xls = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)]);
    expect(await refusal(xls)).toMatch(/旧版 \.xls.*另存为.*xlsx/);
  });

  test('a workbook with a password', async () => {
    const sheets = [{ name: '人员名册', rows: [['姓名']] }];
    const encryption = { password: 'secret', spinCount: 1_000 };
    expect(await refusal(Buffer.from(await writeXlsx({ sheets, encryption })))).toMatch(/密码/);
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('姓名,身份证号\n')],
  ])('%s', async (_what, bytes) => expect(await refusal(bytes)).toMatch(/不是 Excel 工作簿/));

  test('half a workbook', async () => {
    const bytes = await workbookBytes(sampleWorkbook());
    expect(await refusal(bytes.subarray(0, bytes.length / 2))).toMatch(/已损坏/);
  });

  test('a zip of something else', async () => {
    expect(await refusal(zipOf('a.txt', Buffer.from('x'), 1))).toMatch(/已损坏/);
  });

  test('a zip bomb is not unpacked, whatever its directory says of its size', async () => {
    const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024), { level: 9 });
    const began = performance.now();
    for (const saidBytes of [64 * 1024 * 1024, 10]) {
      expect(await refusal(zipOf('xl/worksheets/sheet1.xml', bomb, saidBytes, 8))).toMatch(
        /工作簿解压后过大/,
      );
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

/** A zip of one entry; `method` 8 for bytes that are deflated already. */
function zipOf(name: string, packed: Buffer, saidBytes: number, method = 0): Buffer {
  const sizes = Buffer.alloc(12);
  sizes.writeUInt32LE(packed.length, 4);
  sizes.writeUInt32LE(saidBytes, 8);
  const [local, entry, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(method, 8);
  sizes.copy(local, 14);
  local.writeUInt16LE(name.length, 26);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(method, 10);
  sizes.copy(entry, 16);
  entry.writeUInt16LE(name.length, 28);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}
