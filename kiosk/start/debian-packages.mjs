import { onPath } from './on-path.mjs';
import { PlainFault } from './plain-fault.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Installs Debian packages: by apt-get when root, else says the one line to run.
 * @throws PlainFault
 */
export async function installDebianPackages(packages, logFile) {
  if (packages.length === 0) return;
  const byHand = `sudo apt-get install -y ${packages.join(' ')}`;
  if (process.getuid?.() !== 0)
    throw new PlainFault(`缺少系统软件，请运行： System packages are missing, please run:\n${byHand}`);
  if (!(await aptInstall(packages, logFile)))
    throw new PlainFault(
      `系统软件安装失败（详见 ${logFile}），请手动运行： Installing system packages failed (${logFile} says more), please run:\n${byHand}`,
    );
}

/** Of `{ ffprobe: 'ffmpeg' }`, the packages whose programs are not on the PATH, each once. */
export function missingPackages(needed, env = process.env) {
  const missing = Object.entries(needed).filter(([program]) => onPath(program, env) === undefined);
  return [...new Set(missing.map(([, debianPackage]) => debianPackage))];
}

/** A fresh Debian has no package lists, and an old one has stale ones: they are fetched only when needed. */
async function aptInstall(packages, logFile) {
  const apt = (...args) =>
    runCommand('apt-get', args, { cwd: '/', logFile, env: { DEBIAN_FRONTEND: 'noninteractive' } });
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  if ((await install()).ok) return true;
  await apt('update');
  return (await install()).ok;
}
