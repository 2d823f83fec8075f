import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { isPublicKey, memoryKey, signerFromPem, verifySignature } from '../../../sync/evidence/keys.ts';
import { OpenSsl } from './openssl.ts';

const freshKeys = 50;
const messageOf = (n: number) => Buffer.from(`keqin/test\n{"n":${n}}`);

test(`OpenSSL and we accept each other's ES256 signatures, ${freshKeys} fresh keys each way`, () => {
  const openssl = new OpenSsl();
  for (let n = 0; n < freshKeys; n += 1) {
    const ours = memoryKey('ES256');
    const sig = ours.sign(messageOf(n));
    expect(openssl.verifies('ES256', ours.publicKey, messageOf(n), sig), `ours ${n}`).toBe(true);
    const theirs = signerFromPem(openssl.newKey('ES256'))?.publicKey ?? 'unread';
    const theirSig = openssl.sign('ES256', messageOf(n));
    expect(verifySignature('ES256', theirs, messageOf(n), theirSig), `theirs ${n}`).toBe(true);
    expect(verifySignature('ES256', theirs, messageOf(n + 1), theirSig), `other message ${n}`).toBe(false);
    if (n === 0) expect(openssl.verifies('ES256', ours.publicKey, messageOf(1), sig)).toBe(false);
  }
});

test('keys of other curves belong to no suite', () => {
  const spki = (curve: string) =>
    generateKeyPairSync('ec', { namedCurve: curve }).publicKey.export({ format: 'der', type: 'spki' });
  for (const curve of ['P-384', 'secp256k1'])
    expect(isPublicKey('ES256', spki(curve).toString('base64url')), curve).toBe(false);
  expect(isPublicKey('ES256', spki('P-256').toString('base64url'))).toBe(true);
});
