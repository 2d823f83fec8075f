import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startTypeScript } from '../typescript-thread.ts';
import { type Chunk, type ChunkVerdict, verifyChunk } from './verify-chunk.ts';

/** Checks the signatures of records, away from the thread that answers kiosks. */
export interface RecordVerifier {
  verify(chunk: Chunk): Promise<ChunkVerdict>;
  close(): Promise<void>;
}

/** In this thread: for tests, and where there is nothing else to do. */
export function inlineVerifier(): RecordVerifier {
  return { verify: async (chunk) => verifyChunk(chunk), close: async () => {} };
}

/** One thread a core but one, which answers; they start with the first chunk. */
export function workerVerifier(threads = Math.max(1, availableParallelism() - 1)): RecordVerifier {
  const pool = Array.from({ length: threads }, () => new VerifyThread());
  return {
    verify: (chunk) => leastBusy(pool).verify(chunk),
    close: async () => void (await Promise.all(pool.map((thread) => thread.close()))),
  };
}

function leastBusy(pool: readonly VerifyThread[]): VerifyThread {
  return pool.reduce((least, thread) => (thread.waiting < least.waiting ? thread : least));
}

interface Waiting {
  readonly resolve: (verdict: ChunkVerdict) => void;
  readonly reject: (error: unknown) => void;
}

/** A worker thread answers in the order in which it was asked. */
class VerifyThread {
  #worker: Worker | undefined;
  #queue: Waiting[] = [];

  get waiting(): number {
    return this.#queue.length;
  }

  verify(chunk: Chunk): Promise<ChunkVerdict> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      this.#queue.push({ resolve, reject });
      worker.postMessage(chunk);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#fail(new Error('the verifier was closed'));
  }

  #start(): Worker {
    const worker = startTypeScript(new URL('./record-worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', (verdict: ChunkVerdict) => this.#queue.shift()?.resolve(verdict));
    // What was under way is asked again by the acceptor, of a new thread.
    worker.on('error', (error) => this.#fail(error));
    return worker;
  }

  #fail(error: unknown): void {
    this.#worker = undefined;
    for (const { reject } of this.#queue.splice(0)) reject(error);
  }
}
