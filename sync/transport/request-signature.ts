import type { Clock } from '../base/clock.ts';
import type { VerifyKey } from '../evidence/chain.ts';
import { domainBytes, sha256 } from '../evidence/digest.ts';
import { verifySignature } from '../evidence/keys.ts';
import type { SlowSigner } from '../evidence/statement.ts';

/**
 * How far the clocks may lie apart when a device reads (plans hold names), ms. Writing has no limit: a wrong
 * kiosk clock must not stop its evidence, and sending the same evidence twice changes nothing.
 */
const readToleranceMs = 24 * 3_600_000;

interface RequestParts {
  readonly method: string;
  readonly path: string;
  /** SHA-256 of the body; for a segment, the digest that its path names. */
  readonly bodyDigest: string;
}

/** The `Authorization` header by which a device shows that a request is its own. */
export async function signRequest(
  parts: RequestParts,
  device: string,
  signer: SlowSigner,
  clock: Clock,
): Promise<string> {
  const at = clock.now();
  const sig = await signer.sign(domainBytes('keqin/request/v1', { ...parts, device, at }));
  return `Keqin device="${device}",at="${at}",sig="${sig}"`;
}

/** The device named by an `Authorization` header; undefined when the header is not ours. */
export function readRequestSignature(header: string | undefined) {
  const match = /^Keqin device="([A-Za-z0-9_-]{1,64})",at="(\d{1,16})",sig="([A-Za-z0-9_-]+)"$/.exec(
    header ?? '',
  );
  if (!match) return undefined;
  return { device: match[1] as string, at: Number(match[2]), sig: match[3] as string };
}

/** `stale`: the device's own, but from another time: its clock is wrong, or somebody sends an old request again. */
export type RequestVerdict = 'genuine' | 'stale' | 'forged';

export function judgeRequest(
  claimed: NonNullable<ReturnType<typeof readRequestSignature>>,
  parts: RequestParts,
  key: VerifyKey,
  clock: Clock,
): RequestVerdict {
  const message = domainBytes('keqin/request/v1', { ...parts, device: claimed.device, at: claimed.at });
  if (!verifySignature(key.suite, key.publicKey, message, claimed.sig)) return 'forged';
  const stale = parts.method === 'GET' && Math.abs(clock.now() - claimed.at) > readToleranceMs;
  return stale ? 'stale' : 'genuine';
}

export const emptyBodyDigest = sha256('');
