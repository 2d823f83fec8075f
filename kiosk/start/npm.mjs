import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { onPath } from './on-path.mjs';

/** npm's own program file: the npm that runs us, else the one on the PATH; undefined when there is none. */
export function npmCli(env = process.env) {
  const running = env.npm_execpath;
  if (running !== undefined && path.basename(running) === 'npm-cli.js' && existsSync(running)) return running;
  const found = onPath('npm', env);
  return found === undefined ? undefined : realpathSync(found);
}

/** The node-gyp that npm carries; undefined when it cannot be found. */
export function nodeGyp(env = process.env) {
  const cli = npmCli(env);
  if (cli === undefined) return undefined;
  try {
    return createRequire(cli).resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return undefined;
  }
}
