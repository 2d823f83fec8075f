import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isPublicKey,
  keyIdOf,
  memoryKey,
  newPrivateKeyPem,
  publicKeyFromPem,
  publicKeyPem,
  signerFromPem,
  verifySignature,
} from '../../../sync/evidence/keys.ts';
import type { Suite } from '../../../sync/evidence/suites.ts';

const all = ['ES256', 'Ed25519', 'SM2-SM3'] as const satisfies readonly Suite[];
const message = Buffer.from('keqin/test\n{}');

test.each(all)('%s: signs, verifies, and notices a changed message', (suite) => {
  const key = memoryKey(suite);
  const sig = key.sign(message);
  expect(Buffer.from(sig, 'base64url')).toHaveLength(64);
  expect(verifySignature(suite, key.publicKey, message, sig)).toBe(true);
  expect(verifySignature(suite, key.publicKey, Buffer.from('other'), sig)).toBe(false);
  expect(verifySignature(suite, memoryKey(suite).publicKey, message, sig)).toBe(false);
  expect(verifySignature(suite, 'AAAA', message, sig)).toBe(false);
  expect(verifySignature(suite, key.publicKey, message, `${sig}=`)).toBe(false);
});

test.each(all)('%s: a flipped bit of the signature, anywhere, is noticed', (suite) => {
  const key = memoryKey(suite);
  const sig = Buffer.from(key.sign(message), 'base64url');
  for (let bit = 0; bit < 512; bit += 1) {
    const flipped = Buffer.from(sig);
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
    expect(verifySignature(suite, key.publicKey, message, flipped.toString('base64url')), `bit ${bit}`).toBe(
      false,
    );
  }
});

test.each(all)('%s: a key belongs to its own suite only, and is written in one way only', (suite) => {
  const { publicKey, sign } = memoryKey(suite);
  expect(all.filter((other) => isPublicKey(other, publicKey))).toEqual([suite]);
  for (const other of all.filter((name) => name !== suite))
    expect(verifySignature(other, publicKey, message, sign(message))).toBe(false);
  const longer = Buffer.concat([Buffer.from(publicKey, 'base64url'), Buffer.from([0])]).toString('base64url');
  for (const spelling of [`${publicKey}=`, `${publicKey}!`, ` ${publicKey}`, longer, publicKey.slice(0, -4)])
    expect(isPublicKey(suite, spelling), spelling).toBe(false);
});

test.each(all)('%s: a private key goes through its PEM, and a public one through its own', (suite) => {
  const pem = newPrivateKeyPem(suite);
  const key = signerFromPem(pem);
  expect(key?.suite).toBe(suite);
  expect(signerFromPem(pem)?.keyId).toBe(key?.keyId);
  expect(publicKeyFromPem(publicKeyPem(key?.publicKey ?? ''))).toBe(key?.publicKey);
  expect(key?.keyId).toBe(keyIdOf(key?.publicKey ?? ''));
});

test('what is no key is no signer, and no trusted key', () => {
  expect(signerFromPem('')).toBeUndefined();
  expect(signerFromPem('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')).toBeUndefined();
  for (const text of ['', 'nonsense', publicKeyPem('AAAA'), newPrivateKeyPem('ES256')])
    expect(() => publicKeyFromPem(text)).toThrow(/not a PEM public key/);
});

test('verifying never throws, whatever it is given', () => {
  const seed = Date.now() & 0x7fffffff;
  console.log(`keys.test seed ${seed}`);
  const keys = Object.fromEntries(all.map((suite) => [suite, memoryKey(suite)]));
  const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  const sized = (size: number) => fc.uint8Array({ minLength: size, maxLength: size }).map(base64url);
  const text = fc.oneof(fc.string(), sized(64), sized(91), fc.constant(base64url(new Uint8Array(64))));
  const publicKeys = fc.oneof(text, fc.constantFrom(...Object.values(keys).map((key) => key.publicKey)));
  const cases = fc.property(fc.constantFrom(...all), publicKeys, fc.uint8Array(), text, (...given) => {
    expect(verifySignature(...given)).toBe(false);
  });
  fc.assert(cases, { seed, numRuns: 2_000 });
  expect(verifySignature('none' as Suite, keys.ES256?.publicKey ?? '', message, 'x')).toBe(false);
});
