import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { installDebianPackages, missingPackages } from './debian-packages.mjs';
import { environmentForHeaders, hasHeaders, UNSAFE_SYMBOL } from './node-headers.mjs';
import { nodeGyp } from './npm.mjs';
import { PlainFault } from './plain-fault.mjs';
import { runCommand } from './run-command.mjs';

export const databaseStep = { label: '编译数据库模块 Database module', work: makeSqliteLoad };

const PREBUILT_TIMEOUT_MS = 20_000;
const COMPILER = { python3: 'python3', make: 'make', 'g++': 'g++' };
const BINDING = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
const PROBE = "new (require('better-sqlite3'))(':memory:').prepare('select 1').get()";

/** npm runs no install script (.npmrc), so better-sqlite3's native part is fetched or built here, per Node version. */
async function makeSqliteLoad({ root, logFile }) {
  if (await sqliteLoads(root)) return;
  const at = { cwd: path.join(root, 'node_modules', 'better-sqlite3'), logFile };
  await fetchPrebuilt(root, at);
  if (await sqliteLoads(root)) return;
  await build(at);
  if (!(await sqliteLoads(root)))
    throw new PlainFault(
      `better-sqlite3 编译后仍无法加载，详见 ${logFile}。 better-sqlite3 does not load even after building it; ${logFile} says more.`,
    );
}

/** Really loads it, in another process: a binding of another Node version cannot be told by its name. */
async function sqliteLoads(root) {
  const { ok } = await runCommand(process.execPath, ['-e', PROBE], { cwd: root });
  return ok && !readFileSync(path.join(root, BINDING)).includes(UNSAFE_SYMBOL);
}

async function fetchPrebuilt(root, at) {
  const fetcher = path.join(root, 'node_modules', 'prebuild-install', 'bin.js');
  if (existsSync(fetcher))
    await runCommand(process.execPath, [fetcher], { ...at, timeoutMs: PREBUILT_TIMEOUT_MS });
}

async function build(at) {
  await installDebianPackages(missingPackages(COMPILER), at.logFile);
  const gyp = nodeGyp();
  if (gyp === undefined)
    throw new PlainFault(
      '找不到 npm 自带的 node-gyp，请重新安装 npm。 The node-gyp that comes with npm was not found: please reinstall npm.',
    );
  const own = path.dirname(path.dirname(process.execPath));
  const prefix = hasHeaders(own) ? own : await downloadHeaders(gyp, at);
  const { ok, tail } = await runCommand(process.execPath, [gyp, 'rebuild', '--release'], {
    ...at,
    env: environmentForHeaders(prefix, at.cwd),
  });
  if (!ok)
    throw new PlainFault(
      `${tail}\nbetter-sqlite3 编译失败（见上）。 Building better-sqlite3 failed, see above.`,
    );
}

async function downloadHeaders(gyp, at) {
  const folder = path.join(at.cwd, 'node-headers');
  const env = { npm_config_devdir: folder, npm_config_nodedir: '' };
  const { ok, tail } = await runCommand(process.execPath, [gyp, 'install'], { ...at, env });
  if (ok) return path.join(folder, process.versions.node);
  throw new PlainFault(
    `${tail}\n无法下载 Node 的 C++ 头文件（见上）。 The C++ headers of Node could not be downloaded, see above.`,
  );
}
