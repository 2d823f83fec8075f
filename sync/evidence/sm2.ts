import { sm2 } from 'sm-crypto-v2';
import { derOfPem, pemOfDer } from './pem.ts';
import type { PrivateHalf, SuiteCode } from './suites.ts';

/**
 * SM2 signatures with SM3 (GB/T 32918.2), by sm-crypto-v2: node:crypto signs with an empty user id, which OpenSSL's
 * command line and every Chinese verifier refuse. Its arithmetic is bigint, so not constant in time: a key that
 * others on the machine may measure belongs into hardware.
 */
const userId = '1234567812345678';

/** Order of the curve's group, GB/T 32918.5. */
const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** AlgorithmIdentifier: ecPublicKey (1.2.840.10045.2.1) on the curve SM2 (1.2.156.10197.1.301). */
const algorithm = '301306072a8648ce3d020106082a811ccf5501822d';
const spkiHead = Buffer.from(`3059${algorithm}034200`, 'hex');
/** PKCS#8 (RFC 5208) around ECPrivateKey (RFC 5915): the 32 bytes of the key, then the public point. */
const pkcs8Head = Buffer.from(`308187020100${algorithm}046d306b0201010420`, 'hex');
const pkcs8Middle = Buffer.from('a144034200', 'hex');
const pointBytes = 65;

export const sm2Sm3: SuiteCode = {
  // Never with a seed: the library's seeded form gives every seed the same key.
  generate: () => privateHalf(sm2.generateKeyPairHex().privateKey),
  readPrivate,
  readPublic,
};

function readPrivate(pem: string): PrivateHalf | undefined {
  const der = derOfPem(pem, 'PRIVATE KEY');
  const start = pkcs8Head.length;
  if (!der?.subarray(0, start).equals(pkcs8Head) || der.length !== 138) return undefined;
  const privateKey = der.subarray(start, start + 32).toString('hex');
  const scalar = BigInt(`0x${privateKey}`);
  // n − 1 is no signing key: the formula divides by 1 + d.
  if (scalar < 1n || scalar > order - 2n) return undefined;
  const half = privateHalf(privateKey);
  return half.pem() === pemOfDer(der, 'PRIVATE KEY') ? half : undefined;
}

function privateHalf(privateKey: string): PrivateHalf {
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey);
  const point = Buffer.from(publicKey, 'hex');
  return {
    publicKey: Buffer.concat([spkiHead, point]),
    pem: () =>
      pemOfDer(Buffer.concat([pkcs8Head, Buffer.from(privateKey, 'hex'), pkcs8Middle, point]), 'PRIVATE KEY'),
    sign: (message) =>
      Buffer.from(sm2.doSignature(message, privateKey, { hash: true, publicKey, userId }), 'hex'),
  };
}

function readPublic(spki: Buffer) {
  const point = spki.subarray(spkiHead.length);
  if (!spki.subarray(0, spkiHead.length).equals(spkiHead)) return undefined;
  if (point.length !== pointBytes || point[0] !== 4 || !isOnCurve(point.toString('hex'))) return undefined;
  // Window 2: the first verification takes 5 ms as without, the next ones 1.4 ms, and a key some 60 kB.
  const prepared = sm2.precomputePublicKey(point.toString('hex'), 2);
  return {
    verify: (message: Uint8Array, signature: Buffer) =>
      inRange(signature) &&
      sm2.doVerifySignature(message, signature.toString('hex'), prepared, { hash: true, userId }),
  };
}

/** The library looks at neither r nor s: GB/T 32918.2, 7.1, steps 1 and 2. */
function inRange(signature: Buffer): boolean {
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)].map((part) =>
    BigInt(`0x${part.toString('hex')}`),
  ) as [bigint, bigint];
  return r > 0n && r < order && s > 0n && s < order;
}

function isOnCurve(point: string): boolean {
  try {
    return sm2.verifyPublicKey(point);
  } catch {
    return false;
  }
}
