import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { noKeyIn, readSecretFile, writeSecretFile } from '../../sync/evidence/key-file.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** Keeps what the server must be able to read again, and whoever takes the database must not: second factors. */
export class SecretBox {
  readonly #key: Buffer;

  /** AES-256-GCM. */
  constructor(key: Buffer) {
    this.#key = key;
  }

  /** `owner`: whose it is; it opens for nobody else. */
  seal(secret: Buffer, owner: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** Undefined when it was sealed with another key, for another owner, or edited. */
  open(sealed: string, owner: string): Buffer | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < nonceBytes + tagBytes) return undefined;
    const cipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, nonceBytes));
    cipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-tagBytes));
    try {
      return Buffer.concat([cipher.update(bytes.subarray(nonceBytes, -tagBytes)), cipher.final()]);
    } catch {
      return undefined;
    }
  }
}

/** Opens the owner-only key file, or makes it at the first start. Throws `key_unsafe`, `invalid_input`. */
export function openSecretBox(file: string): SecretBox {
  if (!existsSync(file)) writeSecretFile(file, randomBytes(keyBytes).toString('base64url'));
  const key = Buffer.from(readSecretFile(file).trim(), 'base64url');
  if (key.length !== keyBytes) throw noKeyIn(file, 'AES-256');
  return new SecretBox(key);
}
