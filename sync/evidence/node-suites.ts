import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import type { PrivateHalf, SuiteCode } from './suites.ts';

interface NodeSuite {
  readonly generate: () => KeyObject;
  readonly isOwn: (key: KeyObject) => boolean;
  readonly digest: 'sha256' | null;
}

/** ECDSA on P-256 with SHA-256; signatures are r‖s, not DER. */
export const es256 = nodeSuite({
  generate: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  isOwn: (key) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1',
  digest: 'sha256',
});

export const ed25519 = nodeSuite({
  generate: () => generateKeyPairSync('ed25519').privateKey,
  isOwn: (key) => key.asymmetricKeyType === 'ed25519',
  digest: null,
});

function nodeSuite(suite: NodeSuite): SuiteCode {
  const { generate, isOwn, digest } = suite;
  return {
    generate: () => privateHalf(generate(), digest),
    readPrivate(pem) {
      const key = orUndefined(() => createPrivateKey(pem));
      return key && isOwn(key) ? privateHalf(key, digest) : undefined;
    },
    readPublic(spki) {
      const key = orUndefined(() => createPublicKey({ key: spki, format: 'der', type: 'spki' }));
      if (!key || !isOwn(key) || !derOf(key).equals(spki)) return undefined;
      const input = { key, dsaEncoding: 'ieee-p1363' } as const;
      return { verify: (message, signature) => verifyBytes(digest, message, input, signature) };
    },
  };
}

function privateHalf(key: KeyObject, digest: NodeSuite['digest']): PrivateHalf {
  return {
    publicKey: derOf(createPublicKey(key)),
    pem: () => key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    sign: (message) => signBytes(digest, message, { key, dsaEncoding: 'ieee-p1363' }),
  };
}

function derOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' });
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
