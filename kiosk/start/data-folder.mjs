import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { PlainFault } from './plain-fault.mjs';

/**
 * Makes the data folder with its `logs`, and returns the folder of the logs.
 * @throws PlainFault when it cannot be written.
 */
export function prepareDataFolder(dataDir) {
  const logs = path.join(dataDir, 'logs');
  try {
    makeFolder(logs);
    for (const folder of [dataDir, logs]) accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (fault) {
    throw new PlainFault(
      `数据目录 ${dataDir} 无法写入（${fault.code}），请用 --data 换一个目录。 The data folder ${dataDir} cannot be written (${fault.code}): name another one with --data.`,
    );
  }
  return logs;
}

/** One by one: Node's own `recursive` never returns where a folder cannot be made though its parent exists (/proc). */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}
