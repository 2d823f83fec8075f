import { createReadStream } from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { RateLimit } from './rate-limit.ts';

/** Each piece costs both sides a turn of their loops. */
const readBytes = 256 * 1024;

// A connection is kept: the next segment of a backlog follows at once.
const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

interface FileToPut {
  readonly file: string;
  readonly sizeBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Given up when nothing moves for so long, ms; a slow link that moves may take its time. */
  readonly stallMs: number;
  readonly rateLimit?: RateLimit | undefined;
}

/** Status and JSON value of the answer; undefined when it was no JSON. */
interface PutAnswer {
  readonly status: number;
  readonly value: unknown;
}

/**
 * PUT of a file as it lies on the disk, by node:http: the streams of `fetch` took twice the time a segment. An
 * answer that comes before the whole file is sent (a refusal) is the answer. Rejects with Node's error when the
 * file cannot be read or the link breaks.
 */
export async function putFile(url: URL, put: FileToPut): Promise<PutAnswer> {
  const request = openRequest(url, put);
  const answer = answerOf(request);
  const source = createReadStream(put.file, { highWaterMark: readBytes });
  const broken = pipeline(put.rateLimit ? put.rateLimit.pace(source) : source, request).then(() => never);
  try {
    return await Promise.race([answer, broken]);
  } finally {
    // The loser of the race may fail later, when nobody listens any more.
    for (const promise of [answer, broken]) promise.catch(() => undefined);
    source.destroy();
  }
}

const never = new Promise<never>(() => undefined);

function openRequest(url: URL, { headers, sizeBytes, stallMs }: FileToPut): http.ClientRequest {
  const secure = url.protocol === 'https:';
  const request = (secure ? https : http).request(url, {
    method: 'PUT',
    agent: agents[secure ? 'https:' : 'http:'],
    headers: { ...headers, 'content-length': sizeBytes },
  });
  return request.setTimeout(stallMs, () => request.destroy(new Error(`nothing moved for ${stallMs} ms`)));
}

function answerOf(request: http.ClientRequest): Promise<PutAnswer> {
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      const status = response.statusCode ?? 0;
      json(response).then(
        (value) => resolve({ status, value }),
        (error: unknown) => (response.complete ? resolve({ status, value: undefined }) : reject(error)),
      );
    });
  });
}
