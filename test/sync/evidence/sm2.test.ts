import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  isPublicKey,
  memoryKey,
  newPrivateKeyPem,
  signerFromPem,
  verifySignature,
} from '../../../sync/evidence/keys.ts';
import { pemOfDer } from '../../../sync/evidence/pem.ts';
import { sm2Sm3 } from '../../../sync/evidence/sm2.ts';
import { OpenSsl } from './openssl.ts';

const freshKeys = 50;
const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const messageOf = (n: number) => Buffer.from(`keqin/test\n{"n":${n}}`);

test(`OpenSSL accepts what ${freshKeys} fresh keys of ours sign, and not with a bit flipped or another user id`, () => {
  const openssl = new OpenSsl();
  for (let n = 0; n < freshKeys; n += 1) {
    const { publicKey, sign } = memoryKey('SM2-SM3');
    const sig = sign(messageOf(n));
    expect(openssl.verifies('SM2-SM3', publicKey, messageOf(n), sig), `key ${n}`).toBe(true);
    if (n % 10 > 0) continue;
    expect(openssl.verifies('SM2-SM3', publicKey, messageOf(n), flip(sig)), `flipped ${n}`).toBe(false);
    expect(openssl.verifies('SM2-SM3', publicKey, messageOf(n), sig, '1234567812345679')).toBe(false);
  }
});

test(`we accept what ${freshKeys} fresh keys of OpenSSL sign, and not with a bit flipped`, () => {
  const openssl = new OpenSsl();
  for (let n = 0; n < freshKeys; n += 1) {
    const publicKey = signerFromPem(openssl.newKey('SM2-SM3'))?.publicKey ?? 'unread';
    const sig = openssl.sign('SM2-SM3', messageOf(n));
    expect(verifySignature('SM2-SM3', publicKey, messageOf(n), sig), `key ${n}`).toBe(true);
    expect(verifySignature('SM2-SM3', publicKey, messageOf(n), flip(sig)), `flipped ${n}`).toBe(false);
    expect(verifySignature('SM2-SM3', publicKey, messageOf(n + 1), sig), `other ${n}`).toBe(false);
  }
});

test('OpenSSL reads our key file as an SM2 key, and takes the same public key from it', () => {
  const openssl = new OpenSsl();
  const pem = newPrivateKeyPem('SM2-SM3');
  writeFileSync(openssl.path('ours.pem'), pem);
  expect(openssl.run('pkey', '-in', openssl.path('ours.pem'), '-text', '-noout')).toContain('SM2');
  expect(openssl.run('pkey', '-in', openssl.path('ours.pem'))).toBe(pem);
  const spki = openssl.run(
    'pkey',
    '-in',
    openssl.path('ours.pem'),
    '-pubout',
    '-outform',
    'DER',
    '-out',
    '-',
  );
  expect(spki.length).toBeGreaterThan(0);
  openssl.run('pkey', '-in', openssl.path('ours.pem'), '-pubout', '-out', openssl.path('ours.pub'));
  expect(openssl.run('pkey', '-pubin', '-in', openssl.path('ours.pub'), '-text', '-noout')).toContain('SM2');
});

test('r and s out of range are refused', () => {
  const { publicKey, sign } = memoryKey('SM2-SM3');
  const sig = Buffer.from(sign(messageOf(0)), 'base64url').toString('hex');
  const [r, s] = [sig.slice(0, 64), sig.slice(64)];
  const zero = '0'.repeat(64);
  const n = order.toString(16);
  const moved = [r, s].map((part) => (BigInt(`0x${part}`) + order).toString(16));
  const pairs = [
    [zero, s],
    [r, zero],
    [zero, zero],
    [n, s],
    [r, n],
    [moved[0], s],
    [r, moved[1]],
  ];
  for (const pair of pairs.filter((both) => both.join('').length === 128)) {
    const forged = Buffer.from(pair.join(''), 'hex').toString('base64url');
    expect(verifySignature('SM2-SM3', publicKey, messageOf(0), forged), pair.join(' ')).toBe(false);
  }
});

test('a point off the curve, a compressed one, and another curve are no public keys', () => {
  const spki = Buffer.from(memoryKey('SM2-SM3').publicKey, 'base64url');
  const changed = (at: number, to: number) => Buffer.from(spki.map((byte, i) => (i === at ? to : byte)));
  const compressed = Buffer.concat([spki.subarray(0, 26), Buffer.from([2]), spki.subarray(27, 59)]);
  const bad = [changed(90, (spki[90] as number) ^ 1), changed(26, 3), changed(15, 0), compressed];
  for (const key of bad) expect(isPublicKey('SM2-SM3', key.toString('base64url'))).toBe(false);
  expect(isPublicKey('SM2-SM3', spki.toString('base64url'))).toBe(true);
});

test('a private key of 0, of n − 1, or beside another public key is not read', () => {
  const der = Buffer.from(sm2Sm3.generate().pem().split('\n').slice(1, -2).join(''), 'base64');
  const start = der.length - 70 - 32;
  const withScalar = (scalar: bigint) => {
    const copy = Buffer.from(der);
    copy.write(scalar.toString(16).padStart(64, '0'), start, 'hex');
    return sm2Sm3.readPrivate(pemOfDer(copy, 'PRIVATE KEY'));
  };
  const own = BigInt(`0x${der.subarray(start, start + 32).toString('hex')}`);
  expect(withScalar(own)).toBeDefined();
  for (const scalar of [0n, 1n, order - 1n, order, own ^ 2n]) expect(withScalar(scalar)).toBeUndefined();
});

function flip(sig: string): string {
  const bytes = Buffer.from(sig, 'base64url');
  bytes[40] = (bytes[40] as number) ^ 1;
  return bytes.toString('base64url');
}
