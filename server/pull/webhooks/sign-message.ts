import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A secret of 256 random bits, as Standard Webhooks writes them. */
export function makeSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/**
 * The headers of a message (github.com/standard-webhooks, `v1`: HMAC-SHA256 over id, time in seconds and body).
 * `at` is the time of this attempt, so that a receiver may refuse old ones.
 */
export function signMessage(secret: string, id: string, at: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at / 1_000));
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
