import fc from 'fast-check';
import type { CellValue } from 'hucre';
import { beforeAll, expect, test } from 'vitest';
import { filingErrors } from '../../server/classes/check-filing.ts';
import { readFilingWorkbook } from '../../server/classes/workbook/read-filing.ts';
import { isAppError } from '../../sync/base/errors.ts';
import { parseAs } from '../../sync/base/parse.ts';
import { FilingContent } from '../../sync/contract/filing.ts';
import { seedOf } from '../fault/seeded.ts';
import { type SampleWorkbook, sampleWorkbook, workbookBytes } from '../helpers/sample-workbook.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of filed workbooks');
/** A workbook takes as long as a hundred requests. */
const options = { seed, numRuns: Math.ceil(runs / 20) };

let whole: Buffer;
beforeAll(async () => {
  whole = await workbookBytes(sampleWorkbook());
});

/** It is read, and then fits the contract and can be checked; or told line by line; or refused in one sentence. */
async function outcomeOf(bytes: Buffer): Promise<'read' | 'unread' | 'refused'> {
  try {
    const read = await readFilingWorkbook(bytes);
    if (read.kind === 'unread') expect(read.errors.length).toBeGreaterThan(0);
    else filingErrors(parseAs(FilingContent, read.content, 'workbook'));
    return read.kind;
  } catch (error) {
    if (isAppError(error, 'invalid_input') && error.zh) return 'refused';
    throw error;
  }
}

const sheetNames = Object.keys(sampleWorkbook()) as (keyof SampleWorkbook)[];
const oddCell: fc.Arbitrary<CellValue> = fc.oneof(
  fc.constantFrom<CellValue>(
    ...[null, '', ' ', '示例', true, 0, -1, 0.5, 1e308, 46_357, 2_958_466, 231202199001010000],
    ...[
      '2026-13-01',
      '0000-00-00',
      '24:00',
      '#REF!',
      '=1+1',
      '<x>&amp;',
      '𠮷',
      '·',
      '身份证号',
      '姓名 *',
      'dev_',
    ],
    ...['dev_中', '\u0000', '\ufffe', 'a'.repeat(500), '１２３', '男', '是'],
    ...[new Date(0), new Date(8_000_000_000_000)],
  ),
  fc.string({ maxLength: 30 }),
  fc.double({ noNaN: true }),
);

test('odd cells anywhere', async () => {
  const edit = fc.record({
    sheet: fc.constantFrom(...sheetNames),
    row: fc.nat(4),
    column: fc.nat(11),
    value: oddCell,
  });
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      const workbook = sampleWorkbook();
      for (const { sheet, row, column, value } of edits) {
        const cells = workbook[sheet][row];
        if (cells) cells[column] = value;
      }
      const outcome = await outcomeOf(await workbookBytes(workbook));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }),
    options,
  );
  console.log(Object.fromEntries(outcomes));
}, 600_000);

test('bytes that were changed, cut off, or put in', async () => {
  const harm = fc.record({
    at: fc.nat(),
    how: fc.constantFrom('flip', 'cut', 'insert', 'zero'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(harm, { minLength: 1, maxLength: 3 }), async (harms) => {
      let bytes = Buffer.from(whole);
      for (const { at, how, bytes: given } of harms) {
        const place = at % Math.max(1, bytes.length);
        if (how === 'cut') bytes = bytes.subarray(0, place);
        else if (how === 'insert')
          bytes = Buffer.concat([bytes.subarray(0, place), given, bytes.subarray(place)]);
        else
          for (const [i, byte] of given.entries())
            if (place + i < bytes.length) bytes[place + i] = how === 'zero' ? 0 : byte;
      }
      await outcomeOf(bytes);
    }),
    options,
  );
}, 600_000);
