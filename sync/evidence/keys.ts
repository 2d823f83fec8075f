import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../base/errors.ts';
import { sha256 } from './digest.ts';

/** ES256: ECDSA on P-256 with SHA-256 (devices). Ed25519: the server. Others are added here and nowhere else. */
export type Suite = 'ES256' | 'Ed25519';

/** Something that signs. Its private key may be in a file, or in hardware that never gives it out. */
export interface Signer {
  readonly suite: Suite;
  /** SPKI DER, base64url. */
  readonly publicKey: string;
  /** SHA-256 of the SPKI DER: the name of the key. */
  readonly keyId: string;
  /** base64url; for ES256 the 64 bytes r‖s of RFC 7518. */
  sign(message: Uint8Array): string;
}

/** Opens the key file, or makes the key at the first start. Refuses a file that others may read. */
export function openKeyFile(file: string, suite: Suite): Signer {
  if (!existsSync(file)) createKeyFile(file, suite);
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new AppError(
      'key_unsafe',
      `Key file ${file} is open to others (mode ${mode.toString(8)}): run chmod 600 on it.`,
      {
        zh: `密钥文件 ${file} 可被他人读取，请执行 chmod 600 后重试。`,
      },
    );
  }
  return signerOf(createPrivateKey(readFileSync(file)), suite);
}

/** A key that lives in memory only. */
export function memoryKey(suite: Suite): Signer {
  return signerOf(generate(suite), suite);
}

/** True when `signature` over `message` was made by the holder of `publicKey`. Malformed input is just false. */
export function verifySignature(
  suite: Suite,
  publicKey: string,
  message: Uint8Array,
  signature: string,
): boolean {
  const key = importPublicKey(suite, publicKey);
  const bytes = Buffer.from(signature, 'base64url');
  // One text for one signature: a second spelling of the same bytes would change a record's digest.
  if (!key || bytes.length !== 64 || bytes.toString('base64url') !== signature) return false;
  return suite === 'ES256'
    ? verifyBytes('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, bytes)
    : verifyBytes(null, message, key, bytes);
}

/** Name of a public key (SPKI DER, base64url). */
export function keyIdOf(publicKey: string): string {
  return sha256(Buffer.from(publicKey, 'base64url'));
}

/** PEM of a public key, for `verify --trust` and for OpenSSL. */
export function publicKeyPem(publicKey: string): string {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
  return key.export({ format: 'pem', type: 'spki' }).toString();
}

/** SPKI base64url of a PEM public key; throws `invalid_input` for anything else. */
export function publicKeyFromPem(pem: string): string {
  try {
    return exportPublicKey(createPublicKey(pem));
  } catch (cause) {
    throw new AppError('invalid_input', 'The trusted key is not a PEM public key.', {
      cause,
      zh: '信任公钥不是 PEM 格式。',
    });
  }
}

const parsedKeys = new Map<string, KeyObject>();

/** True when the text is a public key of the suite's own curve. */
export function isPublicKey(suite: Suite, publicKey: string): boolean {
  return importPublicKey(suite, publicKey) !== undefined;
}

function importPublicKey(suite: Suite, publicKey: string): KeyObject | undefined {
  const cacheKey = `${suite}:${publicKey}`;
  const cached = parsedKeys.get(cacheKey);
  if (cached) return cached;
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
    const ofSuite =
      suite === 'ES256'
        ? key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
        : key.asymmetricKeyType === 'ed25519';
    if (!ofSuite) return undefined;
    if (parsedKeys.size > 1_000) parsedKeys.clear();
    parsedKeys.set(cacheKey, key);
    return key;
  } catch {
    return undefined;
  }
}

function generate(suite: Suite): KeyObject {
  return suite === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    : generateKeyPairSync('ed25519').privateKey;
}

function createKeyFile(file: string, suite: Suite): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const pem = generate(suite).export({ format: 'pem', type: 'pkcs8' });
  writeFileSync(`${file}.new`, pem, { mode: 0o600, flush: true });
  chmodSync(`${file}.new`, 0o600);
  renameSync(`${file}.new`, file);
}

function signerOf(privateKey: KeyObject, suite: Suite): Signer {
  const publicKey = exportPublicKey(createPublicKey(privateKey));
  return {
    suite,
    publicKey,
    keyId: keyIdOf(publicKey),
    sign: (message) =>
      (suite === 'ES256'
        ? signBytes('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })
        : signBytes(null, message, privateKey)
      ).toString('base64url'),
  };
}

function exportPublicKey(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).toString('base64url');
}

/** A device's id comes from its first key, so that it can write its log before any server knows it. */
export function deviceIdOf(firstPublicKey: string): string {
  return `dev_${keyIdOf(firstPublicKey).slice(0, 20)}`;
}
