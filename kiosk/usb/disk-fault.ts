import { AppError } from '../../sync/base/errors.ts';

/** What the system says of a carried disk, as one sentence that says what to do; anything else as it is. */
export function diskFault(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new AppError('disk_full', 'The USB disk is full: use a larger one and export again.', {
        cause: error,
        zh: 'U盘空间不足，请换更大的U盘后重新导出。',
      });
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return diskReadOnly(error);
    case 'ENOENT':
    case 'EIO':
    case 'ENODEV':
    case 'ENXIO':
      return diskGone(error);
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ERR_FS_EISDIR':
    case 'ENOTEMPTY':
      return new AppError('invalid_input', 'Something on the USB disk is in the way: use another disk.', {
        cause: error,
        zh: 'U盘上有其他文件占用了导出位置，请换一个U盘。',
      });
    default:
      return error;
  }
}

export function diskReadOnly(cause?: unknown): AppError {
  return new AppError('forbidden', 'The USB disk cannot be written: unlock it or use another.', {
    cause,
    zh: 'U盘只读，无法写入，请关闭写保护或换一个U盘。',
  });
}

export function diskGone(cause?: unknown): AppError {
  return new AppError('not_found', 'The USB disk is gone or broken: plug it in again and retry.', {
    cause,
    zh: 'U盘已拔出或无法读写，请重新插好后再试。',
  });
}
