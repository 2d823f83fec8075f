import { AppError } from '../base/errors.ts';
import { sha256 } from './digest.ts';
import { ed25519, es256 } from './node-suites.ts';
import { derOfPem, pemOfDer } from './pem.ts';
import { sm2Sm3 } from './sm2.ts';
import type { PrivateHalf, PublicHalf, Suite, SuiteCode } from './suites.ts';

/** Something that signs at once, its private key in this process. For keys in hardware see kiosk/keys. */
export interface Signer {
  readonly suite: Suite;
  /** SPKI DER, base64url. */
  readonly publicKey: string;
  /** SHA-256 of the SPKI DER: the name of the key. */
  readonly keyId: string;
  /** base64url of the suite's 64 bytes; for ES256 and SM2 these are r‖s. */
  sign(message: Uint8Array): string;
}

const suites: Readonly<Record<Suite, SuiteCode>> = { ES256: es256, Ed25519: ed25519, 'SM2-SM3': sm2Sm3 };

/** A key that lives in memory only. */
export function memoryKey(suite: Suite): Signer {
  return signerOf(suites[suite].generate(), suite);
}

/** A new private key, PKCS#8 PEM: for a file that `openssl pkey` reads too. */
export function newPrivateKeyPem(suite: Suite): string {
  return suites[suite].generate().pem();
}

/** The signer of a PKCS#8 PEM, its suite known by the key's own curve; undefined when it is a key of no suite. */
export function signerFromPem(pem: string): Signer | undefined {
  for (const [suite, code] of Object.entries(suites) as [Suite, SuiteCode][]) {
    const half = code.readPrivate(pem);
    if (half) return signerOf(half, suite);
  }
  return undefined;
}

/** True when `signature` over `message` was made by the holder of `publicKey`. Malformed input is just false. */
export function verifySignature(
  suite: Suite,
  publicKey: string,
  message: Uint8Array,
  signature: string,
): boolean {
  const key = importPublicKey(suite, publicKey);
  const bytes = Buffer.from(signature, 'base64url');
  // One text for one signature: a second spelling of the same bytes would change a record's digest.
  if (!key || bytes.length !== 64 || bytes.toString('base64url') !== signature) return false;
  try {
    return key.verify(message, bytes);
  } catch {
    return false;
  }
}

/** True when the text is a public key of the suite's own curve, in the one way to write it. */
export function isPublicKey(suite: Suite, publicKey: string): boolean {
  return importPublicKey(suite, publicKey) !== undefined;
}

/** Name of a public key (SPKI DER, base64url). */
export function keyIdOf(publicKey: string): string {
  return sha256(Buffer.from(publicKey, 'base64url'));
}

/** A device's id comes from its first key, so that it can write its log before any server knows it. */
export function deviceIdOf(firstPublicKey: string): string {
  return `dev_${keyIdOf(firstPublicKey).slice(0, 20)}`;
}

/** PEM of a public key, for `verify --trust` and for OpenSSL. */
export function publicKeyPem(publicKey: string): string {
  return pemOfDer(Buffer.from(publicKey, 'base64url'), 'PUBLIC KEY');
}

/** SPKI base64url of a PEM public key of any suite; throws `invalid_input` for anything else. */
export function publicKeyFromPem(pem: string): string {
  const publicKey = derOfPem(pem, 'PUBLIC KEY')?.toString('base64url') ?? '';
  if ((Object.keys(suites) as Suite[]).some((suite) => isPublicKey(suite, publicKey))) return publicKey;
  throw new AppError('invalid_input', 'The trusted key is not a PEM public key.', {
    zh: '信任公钥不是 PEM 格式。',
  });
}

const maxParsedKeys = 1_000;
const parsedKeys = new Map<string, PublicHalf>();

function importPublicKey(suite: Suite, publicKey: string): PublicHalf | undefined {
  const cacheKey = `${suite}:${publicKey}`;
  const cached = parsedKeys.get(cacheKey);
  if (cached) return cached;
  const spki = Buffer.from(publicKey, 'base64url');
  if (spki.toString('base64url') !== publicKey) return undefined;
  const key = suites[suite]?.readPublic(spki);
  if (!key) return undefined;
  if (parsedKeys.size >= maxParsedKeys) parsedKeys.clear();
  parsedKeys.set(cacheKey, key);
  return key;
}

function signerOf(half: PrivateHalf, suite: Suite): Signer {
  const publicKey = half.publicKey.toString('base64url');
  return {
    suite,
    publicKey,
    keyId: keyIdOf(publicKey),
    sign: (message) => half.sign(message).toString('base64url'),
  };
}
