import { expect, test } from 'vitest';
import { defaultDiskLimits, diskLimits } from '../../../kiosk/store/disk-limits.ts';

const mebibyte = 1024 ** 2;

test('nothing said: the defaults, in which video stops long before the ballast is needed', () => {
  expect(diskLimits()).toEqual(defaultDiskLimits);
  expect(defaultDiskLimits.videoReserveBytes).toBeGreaterThan(4 * defaultDiskLimits.ballastBytes);
});

test('a reserve that would let video run into the ballast is refused', () => {
  const ballastBytes = 16 * mebibyte;
  expect(diskLimits({ ballastBytes, videoReserveBytes: 24 * mebibyte }).ballastBytes).toBe(ballastBytes);
  expect(() => diskLimits({ ballastBytes, videoReserveBytes: 24 * mebibyte - 1 })).toThrow(
    expect.objectContaining({ code: 'invalid_input', field: 'disk.videoReserveBytes' }),
  );
});
