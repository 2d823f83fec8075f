import { AppError } from '../../sync/base/errors.ts';

/**
 * How a full disk shows itself: to a write, to the growth of SQLite's shared memory, to the file system. Each comes
 * before anything was acknowledged.
 */
const fullCodes = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', 'disk_full']);

/** True for any error that means: the disk is full, and nothing was saved. */
export function isDiskFull(error: unknown): boolean {
  return fullCodes.has((error as { code?: string } | undefined)?.code ?? '');
}

/** Runs `work`; a full disk becomes one clear fault (`disk_full`), everything else goes on as it is. */
export function orDiskFull<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!isDiskFull(cause)) throw cause;
    throw new AppError('disk_full', 'The disk is full: nothing was saved. Free some space.', {
      cause,
      retryable: true,
      zh: '磁盘已满，本次未保存，请联系班主任清理磁盘。',
    });
  }
}
