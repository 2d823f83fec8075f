import { randomBytes, randomInt } from 'node:crypto';

// Letters and digits that nobody mistakes for one another.
const typable = '23456789abcdefghjkmnpqrstvwxyz';

/** 192 random bits: a session, a pull token. */
export function randomSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** A password for a person to type once or to keep, 68 random bits: `x7k2m-9pqrt-c4vwz`. */
export function typablePassword(): string {
  return [typableText(5), typableText(5), typableText(4)].join('-');
}

export function typableText(length: number): string {
  return Array.from({ length }, () => typable[randomInt(typable.length)]).join('');
}
