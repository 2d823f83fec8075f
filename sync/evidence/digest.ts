import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';

/** What is signed or hashed begins with its domain, so that bytes of one kind never pass for another. */
export type Domain =
  | 'keqin/record/v1'
  | 'keqin/signed-record/v1'
  | 'keqin/request/v1'
  | 'keqin/rotation/v1'
  | 'keqin/time-receipt-id/v1'
  | `keqin/statement/${string}/v1`;

/** `domain`, a line feed, then the RFC 8785 text of `value`, as UTF-8 bytes. */
export function domainBytes(domain: Domain, value: unknown): Buffer {
  return Buffer.from(`${domain}\n${canonicalJson(value)}`, 'utf8');
}

/** SHA-256 as lower-case hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return hash('sha256', bytes);
}
