import { Type } from 'typebox';
import { isOf } from '../../sync/base/parse.ts';
import { Base64Url, Counter, closed, DeviceSuite, Digest } from '../../sync/contract/primitives.ts';
import type { LogState } from '../../sync/evidence/chain.ts';

const Key = Type.Object({ suite: DeviceSuite, publicKey: Base64Url, keyId: Digest }, closed);
const StoredState = Type.Object({ seq: Counter, digest: Digest, deviceKey: Key, signingKey: Key }, closed);

export function writeLogState(state: LogState): string {
  return JSON.stringify({ ...state, seq: String(state.seq) });
}

/** Undefined for what was edited beyond reading. */
export function readLogState(text: string | null): LogState | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isOf(StoredState, value) ? { ...value, seq: BigInt(value.seq) } : undefined;
  } catch {
    return undefined;
  }
}
