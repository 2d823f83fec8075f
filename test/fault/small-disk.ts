import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why no disk can be made here; undefined when it can. Tests skip by it, and say so. */
export function noSmallDisk(): string | undefined {
  if (process.platform !== 'linux') return 'a small disk is a tmpfs: it needs Linux';
  return process.getuid?.() === 0
    ? undefined
    : 'a small disk must be mounted, which only root may: run as root';
}

/** A disk of its own, of so many MB, that a test can fill. `unmount` it at the end, its files closed or not. */
export function smallDisk(sizeMb: number) {
  const why = noSmallDisk();
  if (why) throw new Error(why);
  const dir = mkdtempSync(join(tmpdir(), 'keqin-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=700`, 'keqin-small-disk', dir]);
  return {
    dir,
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(dir);
      return bavail * bsize;
    },
    /** Lazily: a file that is still open must not keep the mount for ever. */
    unmount: () => {
      execFileSync('umount', ['-l', dir]);
      rmdirSync(dir);
    },
  };
}
