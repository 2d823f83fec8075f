import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listDisks, removableMounts } from '../../../kiosk/usb/removable-disks.ts';
import { isOf } from '../../../sync/base/parse.ts';
import { Id } from '../../../sync/contract/primitives.ts';

const mounts = String.raw`proc /proc proc rw,relatime 0 0
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sda3 /mnt/data ext4 rw,relatime 0 0
/dev/sdb1 /media/keqin/MY\040DISK vfat rw,nosuid,nodev 0 0
/dev/sdb1 /media/keqin/MY\040DISK vfat rw,nosuid,nodev 0 0
/dev/sdc1 /run/media/keqin/课勤 exfat ro,nosuid,nodev 0 0
/dev/sdd1 /mnt vfat rw 0 0
/dev/sde1 /mediators/x vfat rw 0 0
/dev/sdf1 /home/keqin vfat rw 0 0
server:/share /mnt/share nfs4 rw 0 0
tmpfs /run/media/tmp tmpfs rw 0 0
`;

test('disks that were plugged in are found, each once; the system’s own, the network’s and the data disk are not', () => {
  expect(removableMounts(mounts, '/mnt/data/kiosk')).toEqual([
    '/media/keqin/MY DISK',
    '/run/media/keqin/课勤',
  ]);
});

test('the same disk is offered when the data lies elsewhere', () => {
  expect(removableMounts(mounts, '/var/lib/keqin')).toContain('/mnt/data');
  expect(removableMounts(mounts, '/var/lib/keqin')).toContain('/mnt');
});

test('a table that is empty or cut off lists nothing', () => {
  expect(removableMounts('', '/data')).toEqual([]);
  expect(removableMounts('/dev/sdb1', '/data')).toEqual([]);
});

/** A machine that mounts what is plugged in below a folder of the test's own. */
const machineOf = (folder: string, ...mounted: string[]) => ({
  mountFolders: [folder],
  readMounts: async () => mounted.map((path) => `/dev/sdb1 ${path} vfat rw 0 0\n`).join(''),
});

test('a disk that answers is shown with its label and room; one that was pulled out, but is still in the table, is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keqin-media-'));
  const [here, gone] = [join(folder, 'HERE'), join(folder, 'GONE')];
  mkdirSync(here);
  const disks = await listDisks('/data', machineOf(folder, here, gone));
  expect(disks).toEqual([
    {
      id: expect.stringMatching(/^usb_[0-9a-f]{16}$/),
      label: 'HERE',
      freeBytes: expect.any(Number),
      writable: true,
      path: here,
    },
  ]);
  expect(disks[0]?.freeBytes).toBeGreaterThan(0);
  expect(isOf(Id, disks[0]?.id)).toBe(true);
  expect(await listDisks('/data', machineOf(folder, here))).toMatchObject([{ id: disks[0]?.id }]);
  mkdirSync(gone);
  expect(new Set((await listDisks('/data', machineOf(folder, here, gone))).map(({ id }) => id)).size).toBe(2);
  rmSync(folder, { recursive: true });
});
