import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../base/errors.ts';
import { newPrivateKeyPem, type Signer, signerFromPem } from './keys.ts';
import type { Suite } from './suites.ts';

/** Opens the key file, or makes the key at the first start. Throws `key_unsafe`, `invalid_input`. */
export function openKeyFile(file: string, suite: Suite): Signer {
  if (!existsSync(file)) writeSecretFile(file, newPrivateKeyPem(suite));
  const signer = signerFromPem(readSecretFile(file));
  if (signer?.suite === suite) return signer;
  throw noKeyIn(file, suite);
}

/** The text of a file that only its owner may read; throws `key_unsafe` when others may. */
export function readSecretFile(file: string): string {
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new AppError(
      'key_unsafe',
      `Key file ${file} is open to others (mode ${mode.toString(8)}): run chmod 600 on it.`,
      { zh: `密钥文件 ${file} 可被他人读取，请执行 chmod 600 后重试。` },
    );
  return readFileSync(file, 'utf8');
}

/** Puts an owner-only file in place, whole or not at all, and returns when it would survive a power cut. */
export function writeSecretFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // A mode counts for a new file only: a half-written one, of whatever mode, may still lie there.
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(`${file}.new`, file);
  syncFolderOf(file);
}

/** Makes renames and removals in the file's folder survive a power cut. Windows cannot, and need not. */
export function syncFolderOf(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

export function noKeyIn(file: string, suite: string, cause?: unknown): AppError {
  const name = basename(file);
  return new AppError('invalid_input', `Key file ${name} holds no ${suite} key: restore it from a backup.`, {
    cause,
    zh: `密钥文件 ${name} 不是有效的 ${suite} 密钥，请从备份恢复。`,
  });
}
