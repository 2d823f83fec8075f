import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, isOutdated, isPassword } from '../../../server/accounts/passwords.ts';

test('a password is known again, another is not, and no two hashes are alike', async () => {
  const [one, two] = [await hashPassword('密码 with spaces'), await hashPassword('密码 with spaces')];
  expect(one).not.toBe(two);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await isPassword('密码 with spaces', one)).toBe(true);
  expect(await isPassword('密码 with space', one)).toBe(false);
  expect(isOutdated(one)).toBe(false);
});

test('no account has no password, not even an empty one', async () => {
  expect(await isPassword('', undefined)).toBe(false);
  expect(await isPassword('x', undefined)).toBe(false);
});

test('what version 0.3 had hashed is known, and shall be hashed anew', async () => {
  const salt = Buffer.alloc(16, 3);
  const kept = `scrypt$${salt.toString('base64url')}$${scryptSync('old one', salt, 32).toString('base64url')}`;
  expect(await isPassword('old one', kept)).toBe(true);
  expect(await isPassword('old two', kept)).toBe(false);
  expect(isOutdated(kept)).toBe(true);
});
