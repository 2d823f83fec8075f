import { parentPort } from 'node:worker_threads';
import { type Chunk, verifyChunk } from './verify-chunk.ts';

// The thread behind `workerVerifier`: chunks in, verdicts out.
parentPort?.on('message', (chunk: Chunk) => parentPort?.postMessage(verifyChunk(chunk)));
