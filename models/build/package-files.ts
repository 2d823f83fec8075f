import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';

/** Files of one installed npm package. */
export interface PackageFiles {
  /** The package's version, as installed. */
  readonly version: string;
  readBytes(path: string): Buffer;
  /** Parses a JSON file. The caller says what it holds; the digest of the finished model says whether it did. */
  readJson<T>(path: string): T;
}

/**
 * Opens an installed package by walking up to `node_modules`: the weights' packages do not export their files.
 * Throws `model_invalid` when the package or a file of it is missing.
 */
export function openPackage(name: string, from: string = import.meta.dirname): PackageFiles {
  const folder = findPackage(name, from);
  const readBytes = (path: string): Buffer => {
    try {
      return readFileSync(join(folder, path));
    } catch (cause) {
      throw missing(`${name}/${path}`, cause);
    }
  };
  const readJson = <T>(path: string): T => JSON.parse(readBytes(path).toString('utf8')) as T;
  return { version: readJson<{ version: string }>('package.json').version, readBytes, readJson };
}

function findPackage(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(from);
  if (parent === from) throw missing(name);
  return findPackage(name, parent);
}

function missing(what: string, cause?: unknown): AppError {
  const zh = `缺少模型来源 ${what}，请先运行 npm ci 重新安装依赖。`;
  return new AppError('model_invalid', `The model source ${what} is missing: install the packages again.`, {
    zh,
    cause,
  });
}
