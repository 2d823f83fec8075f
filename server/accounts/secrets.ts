import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);
const keyBytes = 32;

/** `scrypt$<salt>$<key>`, base64url, with node:crypto's default cost (N 16384, r 8, p 1). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, keyBytes);
  return `scrypt$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Takes as long for an account that does not exist (`hash` undefined) as for a wrong password. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, salt, key] = (hash ?? 'scrypt$AAAA$').split('$');
  const found = await derive(password, Buffer.from(salt ?? '', 'base64url'), keyBytes);
  const wanted = Buffer.from(key ?? '', 'base64url');
  return wanted.length === found.length && timingSafeEqual(wanted, found);
}

/** 192 random bits: a session, a pull token. */
export function randomSecret(): string {
  return randomBytes(24).toString('base64url');
}
