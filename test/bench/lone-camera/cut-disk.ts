import { execFile } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sizeBytes = 64 << 20;

/** Why no disk can be cut here; undefined when it can. */
export function noCutDisk(): string | undefined {
  if (process.platform !== 'linux') return 'a disk image must be mounted: it needs Linux';
  return process.getuid?.() === 0
    ? undefined
    : 'a disk image must be mounted, which only root may: run as root';
}

/**
 * An ext4 disk of its own in a file, mounted through a loop device. `cut` is a power cut: the file system is shut down
 * between two of its writes (EXT4_IOC_SHUTDOWN without a flush of its log), so what was not yet given to the disk is
 * gone. The disk itself has no cache that a cut could empty. `mount` again recovers the journal, as the next start
 * of the machine does.
 */
export class CutDisk {
  readonly dir: string;
  readonly #image: string;

  constructor(place: string, name: string) {
    this.#image = join(place, `${name}.img`);
    this.dir = join(place, name);
    mkdirSync(this.dir);
  }

  async format(): Promise<void> {
    writeFileSync(this.#image, '');
    truncateSync(this.#image, sizeBytes);
    await run('mkfs.ext4', ['-q', '-F', this.#image]);
  }

  async mount(): Promise<void> {
    await run('mount', ['-o', 'loop', this.#image, this.dir]);
  }

  /** Node has no ioctl; Perl is on every Debian. */
  async cut(): Promise<void> {
    const shutdown = 0x8004587d;
    const withoutLogFlush = 2;
    const code = `my $how = pack("L", ${withoutLogFlush}); open(my $dir, "<", $ARGV[0]) or die $!;
      ioctl($dir, ${shutdown}, $how) or die $!;`;
    await run('perl', ['-e', code, this.dir]);
  }

  async unmount(): Promise<void> {
    await run('umount', [this.dir]);
  }
}
