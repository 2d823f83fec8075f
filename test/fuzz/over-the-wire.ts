import { Agent, type OutgoingHttpHeaders, type RequestOptions, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer } from './judge-refusal.ts';

const patienceMs = 20_000;

interface Order {
  readonly method: string;
  /** As it is: a client in the same process, and `fetch`, would tidy up what climbs out of a folder. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
}

/** A client that sends what it is told through one kept connection. */
export class Wire {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;

  /** `address`: where the program listens, on loopback. */
  constructor(address: string) {
    this.#port = Number(new URL(address).port);
  }

  /** Rejects when no answer comes. */
  ask({ method, path, headers }: Order): Promise<Answer> {
    const payload = ['GET', 'HEAD', 'OPTIONS'].includes(method) ? '' : '{"a":1}';
    const target = { host: '127.0.0.1', port: this.#port, agent: this.#agent };
    return send(
      { ...target, method, path, headers: { ...headers, 'content-length': payload.length } },
      payload,
    );
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Of a stream without end only its head is waited for. */
function send(options: RequestOptions, payload: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, timeout: patienceMs }, (answer) => {
      const { statusCode = 0, headers } = answer;
      const isEndless = /^(text\/event-stream|multipart\/x-mixed-replace)/.test(
        headers['content-type'] ?? '',
      );
      if (!isEndless) return void text(answer).then((body) => resolve({ statusCode, body }), reject);
      if (options.method !== 'HEAD') answer.destroy();
      resolve({ statusCode, body: '' });
    });
    sent.on('timeout', () => {
      reject(new Error('no answer came'));
      sent.destroy();
    });
    // A connection that was kept may have been closed a moment ago: then, and only then, it is sent once more.
    sent.on('error', (error) => {
      if (sent.reusedSocket) resolve(send({ ...options, agent: false }, payload));
      else reject(error);
    });
    sent.end(payload);
  });
}
