import { expect, test } from 'vitest';
import { isDiskFull, orDiskFull } from '../../../kiosk/store/disk-full.ts';
import { AppError } from '../../../sync/base/errors.ts';

test.each([
  ['SQLITE_FULL', true],
  ['SQLITE_IOERR_SHMSIZE', true],
  ['ENOSPC', true],
  ['EDQUOT', true],
  ['SQLITE_IOERR_FSYNC', false],
  ['SQLITE_CONSTRAINT_UNIQUE', false],
])('%s means a full disk: %s', (code, is) => {
  expect(isDiskFull(Object.assign(new Error('x'), { code }))).toBe(is);
});

test('what is no error with a code is no full disk', () => {
  expect([isDiskFull(undefined), isDiskFull(null), isDiskFull('ENOSPC')]).toEqual([false, false, false]);
  expect(isDiskFull(new AppError('disk_full', 'x'))).toBe(true);
});

test('one sentence in both languages, and it may be tried again', () => {
  const fail = () => {
    throw Object.assign(new Error('x'), { code: 'ENOSPC' });
  };
  const fault = { code: 'disk_full', retryable: true, zh: expect.stringContaining('磁盘已满') };
  expect(() => orDiskFull(fail)).toThrow(expect.objectContaining(fault));
  expect(orDiskFull(() => 7)).toBe(7);
});
