import { AppError } from '../../sync/base/errors.ts';

const mebibyte = 1024 ** 2;

/** How the last room on the disk is shared out. Bytes. */
export interface DiskLimits {
  /** Below this the disk's lamp turns red; video goes on. */
  readonly warnBelowBytes: number;
  /** Below this no more video is kept: what is left is for check-ins. */
  readonly videoReserveBytes: number;
  /** Given up at the very last, so that check-ins go on. */
  readonly ballastBytes: number;
}

/**
 * The warning comes about a day of video early. The reserve holds some 100,000 check-ins. The ballast's measure is
 * the bench `disk-full`.
 */
export const defaultDiskLimits: DiskLimits = {
  warnBelowBytes: 2 * 1024 * mebibyte,
  videoReserveBytes: 256 * mebibyte,
  ballastBytes: 16 * mebibyte,
};

/** What the camera's spool and the write-ahead log may take while video stops. */
const leastMarginBytes = 8 * mebibyte;

/** Fills in the defaults; throws `invalid_input` when video would not stop before the ballast is needed. */
export function diskLimits(change: Partial<DiskLimits> = {}): DiskLimits {
  const limits = { ...defaultDiskLimits, ...change };
  if (limits.videoReserveBytes >= limits.ballastBytes + leastMarginBytes) return limits;
  throw new AppError(
    'invalid_input',
    'The reserve that stops video must be at least 8 MiB larger than the ballast: raise videoReserveBytes.',
    { field: 'disk.videoReserveBytes', zh: '停止录像的磁盘余量至少要比备用空间大 8 MiB，请调大。' },
  );
}
