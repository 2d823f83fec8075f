import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memoryKey, openKeyFile, publicKeyPem, verifySignature } from '../../../sync/evidence/keys.ts';

const message = Buffer.from('keqin/test\n{}');
const folder = () => mkdtempSync(join(tmpdir(), 'keqin-keys-'));

test.each(['ES256', 'Ed25519'] as const)('%s: signs, verifies, and notices a changed message', (suite) => {
  const key = memoryKey(suite);
  const sig = key.sign(message);
  expect(verifySignature(suite, key.publicKey, message, sig)).toBe(true);
  expect(verifySignature(suite, key.publicKey, Buffer.from('other'), sig)).toBe(false);
  expect(verifySignature(suite, memoryKey(suite).publicKey, message, sig)).toBe(false);
  expect(verifySignature(suite, 'AAAA', message, sig)).toBe(false);
  expect(verifySignature(suite, key.publicKey, message, `${sig}=`)).toBe(false);
});

test('a key of another curve is no device key', () => {
  const server = memoryKey('Ed25519');
  expect(verifySignature('ES256', server.publicKey, message, server.sign(message))).toBe(false);
});

test('a key file is made once, owner-only, and refused when others may read it', () => {
  const file = join(folder(), 'device.key');
  const first = openKeyFile(file, 'ES256');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(openKeyFile(file, 'ES256').keyId).toBe(first.keyId);
  chmodSync(file, 0o644);
  expect(() => openKeyFile(file, 'ES256')).toThrow(/chmod 600/);
});

test('OpenSSL agrees with an ES256 signature', () => {
  const dir = folder();
  const key = memoryKey('ES256');
  writeFileSync(join(dir, 'key.pem'), publicKeyPem(key.publicKey));
  writeFileSync(join(dir, 'message'), message);
  writeFileSync(join(dir, 'sig.der'), derOf(Buffer.from(key.sign(message), 'base64url')));
  const args = [
    'dgst',
    '-sha256',
    '-verify',
    join(dir, 'key.pem'),
    '-signature',
    join(dir, 'sig.der'),
    join(dir, 'message'),
  ];
  expect(execFileSync('openssl', args).toString()).toContain('Verified OK');
});

/** r‖s → the DER that OpenSSL's command line wants. */
function derOf(raw: Buffer): Buffer {
  const int = (bytes: Buffer) => {
    let start = 0;
    while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
    const cut = bytes.subarray(start);
    const padded = (cut[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), cut]) : cut;
    return Buffer.concat([Buffer.from([2, padded.length]), padded]);
  };
  const body = Buffer.concat([int(raw.subarray(0, 32)), int(raw.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}
