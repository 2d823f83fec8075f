import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openKeyFile, readSecretFile, writeSecretFile } from '../../../sync/evidence/key-file.ts';
import { verifySignature } from '../../../sync/evidence/keys.ts';

const message = Buffer.from('keqin/test\n{}');

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'keqin-keys-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test.each(['ES256', 'Ed25519', 'SM2-SM3'] as const)(
  '%s: a key file is made once, owner-only, and refused when others may read it',
  (suite) => {
    const file = join(folder(), 'data', 'device.key');
    const first = openKeyFile(file, suite);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = openKeyFile(file, suite);
    expect(again.keyId).toBe(first.keyId);
    expect(verifySignature(suite, first.publicKey, message, again.sign(message))).toBe(true);
    for (const mode of [0o644, 0o640, 0o620, 0o601]) {
      chmodSync(file, mode);
      expect(() => openKeyFile(file, suite)).toThrow(/chmod 600/);
    }
    chmodSync(file, 0o400);
    expect(openKeyFile(file, suite).keyId).toBe(first.keyId);
  },
);

test('a key of another suite, or none, is refused and left as it is', () => {
  const file = join(folder(), 'device.key');
  openKeyFile(file, 'SM2-SM3');
  expect(() => openKeyFile(file, 'ES256')).toThrow(/holds no ES256 key/);
  expect(openKeyFile(file, 'SM2-SM3').suite).toBe('SM2-SM3');
  writeFileSync(file, 'half a k');
  expect(() => openKeyFile(file, 'SM2-SM3')).toThrow(/holds no SM2-SM3 key/);
  expect(readSecretFile(file)).toBe('half a k');
});

test('what a cut left half-written, open to all, is neither used nor lets the next secret out', () => {
  const file = join(folder(), 'device.key');
  writeFileSync(`${file}.new`, 'half', { mode: 0o666 });
  chmodSync(`${file}.new`, 0o666);
  writeSecretFile(file, 'whole');
  expect(readSecretFile(file)).toBe('whole');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(existsSync(`${file}.new`)).toBe(false);
});
