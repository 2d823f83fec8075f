import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { BlockList } from 'node:net';
import { guardedLookup } from './public-address.ts';
import { checkWebhookUrl } from './webhook-url.ts';

interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Sending {
  /** Networks that may be reached although they are private. */
  readonly allowed: BlockList;
  /** How long the receiver may take for all of its answer's head, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Posts a message; gives the HTTP status, or null when no answer came in time, or none may be asked for. Follows no
 * redirect and reads no body: neither is the receiver's to choose.
 */
export function postMessage(
  { url, headers, body }: Message,
  { allowed, timeoutMs, signal }: Sending,
): Promise<number | null> {
  return new Promise((resolve) => {
    const to = allowedUrl(url, allowed);
    if (!to || signal.aborted) return resolve(null);
    const send = to.protocol === 'https:' ? requestHttps : requestHttp;
    const bytes = Buffer.from(body, 'utf8');
    const request = send(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': bytes.length, ...headers },
      agent: false,
      lookup: guardedLookup(allowed),
    });
    const hangUp = () => request.destroy();
    const timer = setTimeout(hangUp, timeoutMs);
    signal.addEventListener('abort', hangUp);
    const end = (status: number | null) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', hangUp);
      request.destroy();
      resolve(status);
    };
    request.once('response', (answer) => end(answer.statusCode ?? null));
    request.once('close', () => end(null));
    // What was wrong matters to nobody: `close` follows.
    request.on('error', () => {});
    request.end(bytes);
  });
}

function allowedUrl(url: string, allowed: BlockList): URL | undefined {
  try {
    // Once more: what the configuration allows may have changed since the receiver was made known.
    return checkWebhookUrl(url, allowed);
  } catch {
    return undefined;
  }
}
