import * as http from 'node:http';
import * as https from 'node:https';
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';

/** `body` is open on status 200; on others it was read, and `value` is its JSON, or undefined when it was none. */
interface OpenedStream {
  readonly status: number;
  readonly body: Readable;
  readonly value: unknown;
}

/**
 * GET of an answer that does not end by itself, by node:http: what `fetch` streams forgets its signal when it is
 * garbage-collected, and never ends. Rejects with Node's error when the link breaks; later, `body` does.
 */
export async function openStream(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<OpenedStream> {
  const body = await answerTo(url, headers, signal);
  const status = body.statusCode ?? 0;
  const value = status === 200 ? undefined : await json(body).catch(() => undefined);
  return { status, body, value };
}

function answerTo(
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    // No agent: a connection that is held open serves nothing else.
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      headers,
      signal,
      agent: false,
    });
    // Not once: it is told again when the answer breaks.
    request.on('error', reject);
    request.once('response', resolve);
    request.end();
  });
}
