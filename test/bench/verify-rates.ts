import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Chunk, verifyChunk } from '../../server/verify/verify-chunk.ts';
import type { SignedRecord } from '../../sync/contract/records.ts';
import { domainBytes } from '../../sync/evidence/digest.ts';
import { keyIdOf } from '../../sync/evidence/keys.ts';
import type { PreparedRecord } from './ingest-batches.ts';

const chunkRecords = 250;
/** Checked before the clock runs. */
const warmUp = 4;

/**
 * Signatures a second, on one thread: what a verifier thread does with stored texts, and P-256 verification alone of
 * the same messages, with nothing to read or write. Chunks in turn, so that noise meets both alike.
 */
export function verifyRates(records: readonly PreparedRecord[]): { ours: number; raw: number } {
  // The first record is the boot record; the rest are signed by the key that it brings.
  const signed = records.slice(1);
  const publicKey = signed[0]?.publicKey ?? '';
  const key = { suite: 'ES256', publicKey, keyId: keyIdOf(publicKey) } as const;
  const keyObject = createPublicKey({
    key: Buffer.from(publicKey, 'base64url'),
    format: 'der',
    type: 'spki',
  });
  const chunks = chunksOf(signed.map(({ text }) => text));
  const oursMs: number[] = [];
  const rawMs: number[] = [];
  for (const { texts, parts } of chunks) {
    oursMs.push(timed(() => verifyOurs({ keys: { deviceKey: key, signingKey: key }, texts })));
    rawMs.push(timed(() => verifyRaw(keyObject, parts)));
  }
  const rate = (times: readonly number[]) => {
    const counted = times.slice(warmUp);
    return (counted.length * chunkRecords * 1_000) / counted.reduce((sum, ms) => sum + ms, 0);
  };
  return { ours: rate(oursMs), raw: rate(rawMs) };
}

interface Part {
  readonly message: Buffer;
  readonly signature: Buffer;
}

/** Whole chunks. */
function chunksOf(texts: readonly string[]): readonly { texts: readonly string[]; parts: readonly Part[] }[] {
  const chunks = Array.from({ length: Math.floor(texts.length / chunkRecords) }, (_, index) =>
    texts.slice(index * chunkRecords, (index + 1) * chunkRecords),
  );
  return chunks.map((chunk) => ({ texts: chunk, parts: chunk.map(partOf) }));
}

function partOf(text: string): Part {
  const { body, sig } = JSON.parse(text) as SignedRecord;
  return { message: domainBytes('keqin/record/v1', body), signature: Buffer.from(sig, 'base64url') };
}

function verifyOurs(chunk: Chunk): void {
  if (verifyChunk(chunk).faults.some((fault) => fault !== null)) throw new Error('a record did not verify');
}

function verifyRaw(key: KeyObject, parts: readonly Part[]): void {
  for (const { message, signature } of parts) {
    const holds = verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature);
    if (!holds) throw new Error('a signature did not verify');
  }
}

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
