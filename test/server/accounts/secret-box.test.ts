import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSecretBox, SecretBox } from '../../../server/accounts/secret-box.ts';

const secret = Buffer.from('a second factor');
const newFile = () => join(mkdtempSync(join(tmpdir(), 'keqin-box-')), 'account-secrets.key');

test('a box opens again after a restart what it had sealed, for its owner alone', () => {
  const file = newFile();
  const sealed = openSecretBox(file).seal(secret, 'wang');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Buffer.from(sealed, 'base64url').includes(secret)).toBe(false);
  expect(openSecretBox(file).open(sealed, 'wang')).toEqual(secret);
  expect(openSecretBox(file).open(sealed, 'li')).toBeUndefined();
  expect(openSecretBox(newFile()).open(sealed, 'wang')).toBeUndefined();
});

test('one flipped bit anywhere, and it opens no more', () => {
  const box = new SecretBox(Buffer.alloc(32, 1));
  const sealed = Buffer.from(box.seal(secret, 'wang'), 'base64url');
  for (let i = 0; i < sealed.length; i += 1) {
    const bent = Buffer.from(sealed);
    bent[i] = (bent[i] ?? 0) ^ 1;
    expect(box.open(bent.toString('base64url'), 'wang')).toBeUndefined();
  }
  expect(box.open('', 'wang')).toBeUndefined();
});

test('a key file that others may read, or that holds no key, is refused', () => {
  const file = newFile();
  openSecretBox(file);
  chmodSync(file, 0o644);
  expect(() => openSecretBox(file)).toThrow('open to others');
  chmodSync(file, 0o600);
  writeFileSync(file, readFileSync(file, 'utf8').slice(5));
  expect(() => openSecretBox(file)).toThrow('holds no AES-256 key');
});
