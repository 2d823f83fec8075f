import { writeXlsx } from 'hucre/xlsx';
import { classInformation, notes, table } from './form-sheets.ts';
import { tableSheets } from './sheets.ts';

/** The empty workbook that organisers fill: one example line a sheet, which is not read, and notes. */
export async function filingTemplate(): Promise<Uint8Array> {
  const sheets = tableSheets.map((form) => table(form, [form.columns.map(({ example }) => example)]));
  return writeXlsx({ sheets: [classInformation(), ...sheets, notes()] });
}
