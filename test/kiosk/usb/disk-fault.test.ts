import { expect, test } from 'vitest';
import { diskFault } from '../../../kiosk/usb/disk-fault.ts';
import { AppError } from '../../../sync/base/errors.ts';

const fault = (code: string) => diskFault(Object.assign(new Error(code), { code }));

test.each([
  ['ENOSPC', 'disk_full', '空间不足'],
  ['EFBIG', 'disk_full', '空间不足'],
  ['EROFS', 'forbidden', '只读'],
  ['EACCES', 'forbidden', '只读'],
  ['EIO', 'not_found', '重新插好'],
  ['ENOENT', 'not_found', '重新插好'],
  ['ENOTDIR', 'invalid_input', '占用'],
  ['EISDIR', 'invalid_input', '占用'],
  ['ERR_FS_EISDIR', 'invalid_input', '占用'],
  ['EEXIST', 'invalid_input', '占用'],
  ['ENOTEMPTY', 'invalid_input', '占用'],
])('%s is %s, and says what to do', (code, expected, zh) => {
  expect(fault(code)).toMatchObject({ code: expected, zh: expect.stringContaining(zh) });
});

test('what is no fault of the disk stays as it is', () => {
  const known = new AppError('conflict', 'busy');
  const unknown = Object.assign(new Error('x'), { code: 'SQLITE_CORRUPT' });
  expect([diskFault(known), diskFault(unknown), diskFault('x')]).toEqual([known, unknown, 'x']);
});
