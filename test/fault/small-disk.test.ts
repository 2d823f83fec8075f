import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noSmallDisk, smallDisk } from './small-disk.ts';

const why = noSmallDisk();
if (why) console.log(`skipped: ${why}`);

test.skipIf(why)('a small disk is full when it is full, has room again, and is gone at the end', () => {
  const disk = smallDisk(1);
  try {
    writeFileSync(join(disk.dir, 'half'), Buffer.alloc(600_000));
    const fill = () => writeFileSync(join(disk.dir, 'rest'), Buffer.alloc(600_000));
    expect(fill).toThrow(/ENOSPC/);
    expect(disk.freeBytes()).toBeLessThan(8_192);
    writeFileSync(join(disk.dir, 'half'), '');
    expect(fill).not.toThrow();
    expect(statSync(join(disk.dir, 'rest')).size).toBe(600_000);
  } finally {
    disk.unmount();
  }
  expect(existsSync(disk.dir)).toBe(false);
  expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(disk.dir);
});
