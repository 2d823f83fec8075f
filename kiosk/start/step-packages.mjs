import { readFileSync } from 'node:fs';
import path from 'node:path';
import { npmCli } from './npm.mjs';
import { PlainFault } from './plain-fault.mjs';
import { runCommand } from './run-command.mjs';

export const packagesStep = { label: '安装依赖 Packages', work: installPackages };

async function installPackages({ root, logFile }) {
  if (packagesMatchLock(root)) return;
  const npm = npmCli();
  if (npm === undefined) throw new PlainFault('找不到 npm，请先安装。 npm was not found: please install it.');
  // Not `npm ci`: npm 11 refuses a lockfile whose packages for other platforms the registry does not serve.
  // NODE_ENV=production or an `omit` of the user's would leave out parts that the demo and the build need.
  const args = [npm, 'install', '--no-save', '--include=dev', '--include=optional'];
  const { ok, tail } = await runCommand(process.execPath, args, { cwd: root, logFile });
  if (!ok) throw new PlainFault(`${tail}\n依赖安装失败（见上）。 npm install failed, see above.`);
  if (!packagesMatchLock(root))
    throw new PlainFault(
      '安装的依赖与 package-lock.json 不一致，请删除 node_modules 后重试。 The installed packages differ from package-lock.json: please remove node_modules and try again.',
    );
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes `node_modules/.package-lock.json` last, after
 * a whole install, so an interrupted one does not pass. Packages for other platforms may be absent.
 */
export function packagesMatchLock(root) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === '') return true;
    const present = installed[where];
    return present === undefined ? entry.optional === true : present.integrity === entry.integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
