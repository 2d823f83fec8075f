import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readFile, statfs } from 'node:fs/promises';
import { basename, relative } from 'node:path';

/** A mounted disk that somebody may carry away. */
export interface RemovableDisk {
  /** Names the disk to the page, which never learns a path. The same while the disk stays mounted there. */
  readonly id: string;
  readonly label: string;
  readonly freeBytes: number;
  /** False also for a disk that is mounted for another user. */
  readonly writable: boolean;
  readonly path: string;
}

/** What stands in for the machine; for tests. */
interface Machine {
  readonly readMounts: () => Promise<string>;
  readonly mountFolders: readonly string[];
}

const thisMachine: Machine = {
  readMounts: () => readFile('/proc/self/mounts', 'utf8').catch(() => ''),
  /** Where Linux mounts what is plugged in: by itself (udisks), or by hand. */
  mountFolders: ['/media', '/run/media', '/mnt'],
};

/**
 * The mount points of removable disks in a text of the form of `/proc/self/mounts` (proc(5)): real devices below the
 * folders of plugged-in disks, but for the disk that the kiosk itself lives on.
 */
export function removableMounts(mounts: string, dataDir: string, { mountFolders } = thisMachine): string[] {
  const paths = new Set<string>();
  for (const line of mounts.split('\n')) {
    const [source = '', escaped = ''] = line.split(' ');
    const path = unescapeMount(escaped);
    const plugged = mountFolders.some((folder) => isWithin(path, folder));
    if (source.startsWith('/dev/') && plugged && !isWithin(dataDir, path)) paths.add(path);
  }
  return [...paths];
}

/** The removable disks that answer now. Where there is no `/proc` there are none. */
export async function listDisks(dataDir: string, machine = thisMachine): Promise<RemovableDisk[]> {
  const disks: RemovableDisk[] = [];
  for (const path of removableMounts(await machine.readMounts(), dataDir, machine)) {
    const disk = await lookAt(path);
    if (disk) disks.push(disk);
  }
  return disks;
}

/** Undefined for a disk that was pulled out and is still in the table of mounts. */
async function lookAt(path: string): Promise<RemovableDisk | undefined> {
  try {
    const { bavail, bsize } = await statfs(path);
    await access(path, constants.R_OK);
    const writable = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
    return { id: idOf(path), label: basename(path), freeBytes: bavail * bsize, writable, path };
  } catch {
    return undefined;
  }
}

function idOf(path: string): string {
  return `usb_${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;
}

/** True for the folder itself too. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !(way === '..' || way.startsWith('../'));
}

/** Blanks and the like stand as octal numbers: `/media/MY\040DISK`. */
function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
