import { startTypeScript } from '../typescript-thread.ts';
import type { HashAnswer, HashRequest } from './hash-worker.ts';
import type { StreamHash } from './stream-hash.ts';

interface Waiting {
  readonly resolve: (answer: HashAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Hashes streams in a thread of its own. The memory of the pieces goes with them: were video left to this thread's
 * garbage collector, each few segments would cost a mark of the whole heap, which takes longer than their hash.
 */
export class HashThread {
  #worker: WorkerQueue | undefined;
  #streams = 0;

  readonly newHash = (): StreamHash => {
    // A stream stays with the worker in which it began: another has not seen its first pieces.
    const worker = this.#running();
    const stream = ++this.#streams;
    return {
      update: async (pieces) => {
        const own = pieces.map(ownBytes);
        await worker.ask(
          { stream, pieces: own },
          own.map(({ buffer }) => buffer),
        );
      },
      end: async () => (await worker.ask({ stream, pieces: null })).sha256,
    };
  };

  async close(): Promise<void> {
    await this.#worker?.close();
  }

  #running(): WorkerQueue {
    if (!this.#worker?.alive) this.#worker = new WorkerQueue();
    return this.#worker;
  }
}

/** A worker answers in the order in which it was asked. */
class WorkerQueue {
  readonly #worker = startTypeScript(new URL('./hash-worker.ts', import.meta.url));
  readonly #queue: Waiting[] = [];
  alive = true;

  constructor() {
    this.#worker.on('message', (answer: HashAnswer) => this.#queue.shift()?.resolve(answer));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the thread that hashes has ended')));
    // After the listeners, for one of a message holds the program.
    this.#worker.unref();
  }

  ask(request: HashRequest, transfer: readonly ArrayBuffer[] = []): Promise<HashAnswer> {
    if (!this.alive) return Promise.reject(new Error('the thread that hashes has ended'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ resolve, reject });
      this.#worker.postMessage(request, transfer);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    this.alive = false;
    for (const { reject } of this.#queue.splice(0)) reject(error);
  }
}

/** Memory that can be given away: what only views a part of it, as slices of Node's pool do, is copied. */
function ownBytes(piece: Buffer): Uint8Array<ArrayBuffer> {
  const { buffer, length } = piece;
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === length;
  return isWhole ? new Uint8Array(buffer) : new Uint8Array(piece);
}
