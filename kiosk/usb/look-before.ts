import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';
import { readFolderName } from '../../sync/transport/evidence-folder.ts';

/** More are on no disk of ours; each is read whole. */
const mostFiles = 200;

/**
 * A disk may have been prepared to have us write elsewhere: throws `invalid_input` when a folder that this device's
 * export would go on in is, or holds, a link.
 */
export async function refuseLinks(root: string, device: string): Promise<void> {
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (readFolderName(entry.name)?.device !== device) continue;
    const inside = entry.isDirectory()
      ? await readdir(join(root, entry.name), { withFileTypes: true, recursive: true })
      : [];
    if (!entry.isDirectory() || inside.some((one) => one.isSymbolicLink())) throw hasLinks();
  }
}

/**
 * Plans and receipts on a disk, as paths from its root: in the root itself and in the folders `keqin-…`, but not in
 * those of other devices, whose receipts are not ours. Links are passed over.
 */
export async function filesToImport(root: string, device: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of ['', ...(await foldersFor(root, device))])
    for (const name of (await readdir(join(root, folder))).sort())
      if (isOurs(name) && (await lstat(join(root, folder, name))).isFile()) found.push(join(folder, name));
  return found.slice(0, mostFiles);
}

async function foldersFor(root: string, device: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('keqin-'))
    .filter(({ name }) => (readFolderName(name)?.device ?? device) === device)
    .map(({ name }) => name)
    .sort();
}

/** As the review page and the server name them, and as a browser numbers a second download. */
function isOurs(name: string): boolean {
  return /^plan-.*\.json$/i.test(name) || /^receipts.*\.jsonl$/i.test(name);
}

function hasLinks(): AppError {
  return new AppError('invalid_input', 'The USB disk holds links where evidence goes: use another disk.', {
    zh: 'U盘的导出文件夹里有链接文件，不能使用，请换一个U盘。',
  });
}
