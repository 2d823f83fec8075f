import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a code counts for, and its digits: what every authenticator takes for granted. */
const stepSeconds = 30;
const digits = 6;
/** A telephone's clock may be a step off, either way (RFC 6238, 5.2). */
const stepsOff = 1;
export const secretBytes = 20;
const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** TOTP (RFC 6238) with HMAC-SHA-1, six digits and steps of 30 s. */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  // Dynamic truncation (RFC 4226, 5.3).
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

export function stepAt(now: number): number {
  return Math.floor(now / 1_000 / stepSeconds);
}

/** The step whose code this is, the present one or one beside it; undefined for no such code. */
export function stepOf(secret: Buffer, code: string, now: number): number | undefined {
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const typed = Buffer.from(code);
  const present = stepAt(now);
  const steps = [present, present - stepsOff, present + stepsOff];
  return steps.find((step) => timingSafeEqual(typed, Buffer.from(codeAt(secret, step))));
}

/** RFC 4648, without padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => base32Alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** What an authenticator reads from the QR code. */
export function otpauthUri(user: string, secret: Buffer): string {
  const issuer = encodeURIComponent('课勤');
  return `otpauth://totp/${issuer}:${encodeURIComponent(user)}?secret=${base32(secret)}&issuer=${issuer}`;
}
