/**
 * How a key signs. ES256: ECDSA on P-256 with SHA-256 (RFC 7518), what a TPM can do. SM2-SM3: GB/T 32918.2 with
 * SM3 and the user id `1234567812345678` (GM/T 0009). Ed25519 (RFC 8032): the server.
 * All three give signatures of 64 bytes, and public keys that are SPKI DER. Others are added in keys.ts.
 */
export type Suite = 'ES256' | 'Ed25519' | 'SM2-SM3';

/** What a suite can do; bytes in, bytes out. One file a library: node-suites.ts, sm2.ts. */
export interface SuiteCode {
  generate(): PrivateHalf;
  /** Undefined when the PEM holds a key of another kind, or none. */
  readPrivate(pem: string): PrivateHalf | undefined;
  /** Undefined unless the bytes are the one DER form of a valid key of this suite. */
  readPublic(spki: Buffer): PublicHalf | undefined;
}

export interface PrivateHalf {
  /** SPKI DER. */
  readonly publicKey: Buffer;
  /** PKCS#8 PEM, as `openssl pkey` reads and writes it. */
  pem(): string;
  /** 64 bytes: r‖s, or R‖S of Ed25519. */
  sign(message: Uint8Array): Buffer;
}

export interface PublicHalf {
  /** `signature` has 64 bytes. May throw on values out of range. */
  verify(message: Uint8Array, signature: Buffer): boolean;
}
