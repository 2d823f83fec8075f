import { randomBytes } from 'node:crypto';
import { sha256 } from '../../sync/evidence/digest.ts';
import type { Context } from '../parts.ts';

const validMs = 15 * 60_000;
// Crockford's base 32: no i, l, o or u, for a code is read aloud and typed.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes a code by which one kiosk may enrol within 15 minutes; only its hash is kept. */
export async function makeDeviceCode(
  { stores, clock }: Pick<Context, 'stores' | 'clock'>,
  madeBy: string,
): Promise<{ code: string; expiresAt: number }> {
  const text = Array.from(randomBytes(10), (byte) => alphabet[byte & 31]).join('');
  const code = `${text.slice(0, 5)}-${text.slice(5)}`;
  const expiresAt = clock.now() + validMs;
  await stores.devices.addCode(hashOfCode(code), madeBy, expiresAt);
  return { code, expiresAt };
}

/** However it was typed. */
export function hashOfCode(code: string): string {
  const typed = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return sha256(typed.replaceAll('o', '0').replaceAll(/[il]/g, '1'));
}
