import type { Sheet } from 'hucre';
import { readXlsx } from 'hucre/xlsx';
import { AppError } from '../../../sync/base/errors.ts';
import { measureZip } from './measure-zip.ts';

const mostUnpackedBytes = 32 * 1024 * 1024;
const mostRows = 20_000;
const range = `A1:AZ${mostRows}`;

/** Compound files: the .xls of Excel 97–2003, and any workbook with a password. */
const compoundFile = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);
const zipFile = Buffer.from('PK\x03\x04', 'latin1');
const encryptedPart = Buffer.from('EncryptedPackage', 'utf16le');

/** A workbook as its sheets are read. Days are told as they are in either date system, 1900 and 1904. */
export interface OpenedWorkbook {
  readonly sheets: readonly Sheet[];
  readonly startsIn1904: boolean;
}

/** Throws `invalid_input` with what to do for whatever is no .xlsx that can be read in good time. */
export async function openWorkbook(bytes: Buffer): Promise<OpenedWorkbook> {
  refuseOther(bytes);
  const measure = measureZip(bytes, mostUnpackedBytes);
  if (measure.kind === 'broken') throw damaged();
  if (measure.kind === 'too-large' || measure.lastRow > mostRows) throw tooLarge();
  try {
    const { sheets, dateSystem } = await readXlsx(bytes, { range });
    return { sheets, startsIn1904: dateSystem === '1904' };
  } catch (cause) {
    throw damaged(cause);
  }
}

function refuseOther(bytes: Buffer): void {
  if (bytes.subarray(0, zipFile.length).equals(zipFile)) return;
  if (!bytes.subarray(0, compoundFile.length).equals(compoundFile)) {
    throw refused(
      'This is not an Excel workbook (.xlsx): use the template.',
      '这不是 Excel 工作簿（.xlsx）。请下载模板填写后再导入。',
    );
  }
  if (bytes.includes(encryptedPart)) {
    throw refused(
      'The workbook has a password: remove it and save again.',
      '工作簿设有打开密码，无法读取。请在 Excel 中取消密码（文件 → 信息 → 保护工作簿）后另存再导入。',
    );
  }
  throw refused(
    'This is an old .xls: open it and save it as .xlsx.',
    '这是旧版 .xls 文件。请用 Excel 或 WPS 打开，选择“另存为”→“Excel 工作簿（*.xlsx）”后再导入。',
  );
}

function tooLarge(): AppError {
  return refused(
    'The workbook is too large when unpacked: one class has at most 500 people and 2,000 periods.',
    `工作簿解压后过大（限 ${mostUnpackedBytes / 1024 / 1024} MB、每表 ${mostRows} 行）。一个班次最多 500 人、2000 节，请用模板重新填写。`,
  );
}

function damaged(cause?: unknown): AppError {
  return refused(
    'The workbook is damaged: open it in Excel and save it again.',
    '工作簿已损坏，无法读取。请用 Excel 打开并重新保存后再导入。',
    cause,
  );
}

function refused(message: string, zh: string, cause?: unknown): AppError {
  return new AppError('invalid_input', message, { zh, ...(cause !== undefined && { cause }) });
}
