import { createPublicKey, verify } from 'node:crypto';
import { verifyChunk } from '../../server/verify/verify-chunk.ts';
import type { SignedRecord } from '../../sync/contract/records.ts';
import { domainBytes } from '../../sync/evidence/digest.ts';
import { keyIdOf } from '../../sync/evidence/keys.ts';
import type { PreparedRecord } from './ingest-batches.ts';

const rounds = 5;
const chunkRecords = 250;

/**
 * Signatures a second, on one thread: what a verifier thread does with stored texts, and P-256 verification alone of
 * the same messages, with nothing to read or write. The best of alternating rounds.
 */
export async function verifyRates(
  records: readonly PreparedRecord[],
): Promise<{ ours: number; raw: number }> {
  // The first record is the boot record; the rest are signed by the key that it brings.
  const signed = records.slice(1);
  const publicKey = signed[0]?.publicKey ?? '';
  const key = { suite: 'ES256', publicKey, keyId: keyIdOf(publicKey) } as const;
  const texts = signed.map(({ text }) => text);
  const keyObject = createPublicKey({
    key: Buffer.from(publicKey, 'base64url'),
    format: 'der',
    type: 'spki',
  });
  const parts = texts.map((text) => {
    const { body, sig } = JSON.parse(text) as SignedRecord;
    return { message: domainBytes('keqin/record/v1', body), signature: Buffer.from(sig, 'base64url') };
  });
  const ours = () => {
    for (let i = 0; i < texts.length; i += chunkRecords) {
      const chunk = { keys: { deviceKey: key, signingKey: key }, texts: texts.slice(i, i + chunkRecords) };
      if (verifyChunk(chunk).faults.some((fault) => fault !== null))
        throw new Error('a record did not verify');
    }
  };
  const raw = () => {
    for (const { message, signature } of parts) {
      const holds = verify('sha256', message, { key: keyObject, dsaEncoding: 'ieee-p1363' }, signature);
      if (!holds) throw new Error('a signature did not verify');
    }
  };
  const rates = { ours: 0, raw: 0 };
  for (let round = 0; round < rounds; round += 1) {
    rates.raw = Math.max(rates.raw, rateOf(raw, texts.length));
    rates.ours = Math.max(rates.ours, rateOf(ours, texts.length));
  }
  return rates;
}

function rateOf(work: () => void, count: number): number {
  const startedAt = performance.now();
  work();
  return (count / (performance.now() - startedAt)) * 1_000;
}
