import { memoryKey } from '../../../../sync/evidence/keys.ts';
import type { Suite } from '../../../../sync/evidence/suites.ts';

export interface SignatureVector {
  readonly suite: Suite;
  readonly publicKey: string;
  readonly keyId: string;
  /** Hexadecimal. */
  readonly message: string;
  readonly signature: string;
  readonly holds: boolean;
  readonly says: string;
}

/** Orders of the groups: of P-256 (SEC 2), and of Ed25519's base point (RFC 8032). */
const p256Order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const ed25519Order = 2n ** 252n + 27742317777372353535851937790883648493n;

export function signatureVectors(): readonly SignatureVector[] {
  return (['ES256', 'SM2-SM3', 'Ed25519'] as const).flatMap(vectorsOf);
}

function vectorsOf(suite: Suite): readonly SignatureVector[] {
  const key = memoryKey(suite);
  const { publicKey, keyId } = key;
  const [text, zero] = [Buffer.from('keqin/record/v1\n{"a":1}'), Buffer.alloc(1)];
  const signature = key.sign(text);
  const vector = (message: Buffer, sig: string, holds: boolean, says: string) => {
    return { suite, publicKey, keyId, message: message.toString('hex'), signature: sig, holds, says };
  };
  return [
    vector(text, signature, true, 'a signature'),
    vector(zero, key.sign(zero), true, 'a signature of one byte, a zero'),
    vector(text, flipped(signature), false, 'one bit of the signature flipped'),
    vector(Buffer.from('keqin/record/v1\n{"a":2}'), signature, false, 'a signature of another message'),
    vector(text, memoryKey(suite).sign(text), false, 'a signature of another key'),
    vector(text, otherSpelling(signature), false, 'the same bytes, spelled otherwise in base64url'),
    vector(text, `${signature}==`, false, 'the same bytes, padded'),
    vector(text, Buffer.alloc(64).toString('base64url'), false, 'zeros'),
    ...secondForms(suite, signature).map(([sig, holds, says]) => vector(text, sig, holds, says)),
  ];
}

/** What the arithmetic of a suite would take for the same signature. */
function secondForms(suite: Suite, signature: string): readonly (readonly [string, boolean, string])[] {
  if (suite === 'ES256')
    return [
      [
        withS(signature, (s) => p256Order - s, 'big'),
        true,
        'n − s for s: ECDSA takes both, digests tell them apart',
      ],
    ];
  if (suite === 'Ed25519')
    return [
      [withS(signature, (s) => s + ed25519Order, 'little'), false, 'S + L for S: RFC 8032 §5.1.7 refuses it'],
    ];
  return [];
}

/** Two bits of the last of the 86 digits belong to no byte. */
export function otherSpelling(signature: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return `${signature.slice(0, -1)}${digits[digits.indexOf(signature.slice(-1)) + 1]}`;
}

function flipped(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes[40] = (bytes[40] as number) ^ 1;
  return bytes.toString('base64url');
}

function withS(signature: string, change: (s: bigint) => bigint, ending: 'big' | 'little'): string {
  const bytes = Buffer.from(signature, 'base64url');
  const inOrder = (half: Buffer) => (ending === 'big' ? half : Buffer.from(half).reverse());
  const s = change(BigInt(`0x${inOrder(bytes.subarray(32)).toString('hex')}`));
  const half = inOrder(Buffer.from(s.toString(16).padStart(64, '0'), 'hex'));
  return Buffer.concat([bytes.subarray(0, 32), half]).toString('base64url');
}
