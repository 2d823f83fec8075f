import { randomBytes } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A random id such as `cls_7h2k…`: 80 random bits in Crockford's base 32. It says nothing about whom it names,
 * so a person can be erased and the log that names the id still holds.
 */
export function randomId(
  prefix:
    | 'cls'
    | 'per'
    | 'dev'
    | 'ses'
    | 'chk'
    | 'les'
    | 'tok'
    | 'feed'
    | 'view'
    | 'org'
    | 'fil'
    | 'clm'
    | 'hook',
): string {
  let text = '';
  for (const byte of randomBytes(16)) text += alphabet[byte & 31];
  return `${prefix}_${text}`;
}
