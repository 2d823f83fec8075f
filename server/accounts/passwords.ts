import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { hash, verify } from '@node-rs/argon2';

const deriveScrypt = promisify<string, Buffer, number, Buffer>(scrypt);
/** Argon2id, 19 MiB, two passes: the least that OWASP's Password Storage Cheat Sheet advises, 30 ms on one core. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of no password: takes as long to compare as any other. */
let ofNobody: Promise<string> | undefined;

/** A PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<key>`. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Takes as long for an account that does not exist (`kept` undefined) as for a wrong password. */
export async function isPassword(password: string, kept: string | undefined): Promise<boolean> {
  if (kept?.startsWith('scrypt$')) return isScrypt(password, kept);
  ofNobody ??= hashPassword('');
  const same = await verify(kept ?? (await ofNobody), password);
  return same && kept !== undefined;
}

/** Made by an earlier version of this program: to be hashed anew while the password is at hand. */
export function isOutdated(kept: string): boolean {
  return !kept.startsWith('$argon2id$v=19$m=19456,t=2,p=1$');
}

/** `scrypt$<salt>$<key>`, base64url, N 16384, r 8, p 1: up to version 0.3. */
async function isScrypt(password: string, kept: string): Promise<boolean> {
  const [, salt, key] = kept.split('$');
  const wanted = Buffer.from(key ?? '', 'base64url');
  const found = await deriveScrypt(password, Buffer.from(salt ?? '', 'base64url'), 32);
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}
