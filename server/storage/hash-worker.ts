import { createHash, type Hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** Null pieces end the stream. */
export interface HashRequest {
  readonly stream: number;
  readonly pieces: readonly Uint8Array[] | null;
}

/** `sha256` is empty until the stream has ended. */
export interface HashAnswer {
  readonly sha256: string;
}

const hashes = new Map<number, Hash>();

// The thread behind `HashThread`: pieces in, digests out.
parentPort?.on('message', ({ stream, pieces }: HashRequest) => {
  const hash = hashes.get(stream) ?? createHash('sha256');
  for (const piece of pieces ?? []) hash.update(piece);
  if (pieces) hashes.set(stream, hash);
  else hashes.delete(stream);
  const answer: HashAnswer = { sha256: pieces ? '' : hash.digest('hex') };
  parentPort?.postMessage(answer);
});
