import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The full path of a program on the PATH, or undefined. */
export function onPath(program, env = process.env) {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, program)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
