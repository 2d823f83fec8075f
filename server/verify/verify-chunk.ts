import type { SignedRecord } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { bootKeyRecordOf, type ChainFault, keysAt, type VerifyKey } from '../../sync/evidence/chain.ts';
import { verifySignature } from '../../sync/evidence/keys.ts';
import { signedPartOf } from '../../sync/evidence/record.ts';

/** The keys that count at one place of a device's log. */
interface LogKeys {
  readonly deviceKey: VerifyKey;
  readonly signingKey: VerifyKey;
}

/** Consecutive records of one device, as stored, and the keys that count before the first. */
export interface Chunk {
  readonly keys: LogKeys;
  readonly texts: readonly string[];
}

export interface ChunkVerdict {
  /** One a record: what does not hold of it, or null. */
  readonly faults: readonly (ChainFault | null)[];
  /** The keys that count after the last. */
  readonly keys: LogKeys;
  /** Boot keys that were certified on the way. */
  readonly bootKeys: readonly { readonly keyId: string; readonly statement: Statement<'boot-key'> }[];
}

/** Pure: checks each record's own signature. A worker runs this; that they are linked was checked before. */
export function verifyChunk({ keys, texts }: Chunk): ChunkVerdict {
  const bootKeys: { keyId: string; statement: Statement<'boot-key'> }[] = [];
  let now = keys;
  const faults = texts.map((text): ChainFault | null => {
    const record = JSON.parse(text) as SignedRecord;
    const step = keysAt(now, record);
    if (!step.ok) return step.fault;
    if (!isTextSignedBy(text, record, step.next.signingKey)) return 'bad-signature';
    const statement = bootKeyRecordOf(record.body);
    if (statement) bootKeys.push({ keyId: step.next.signingKey.keyId, statement });
    now = step.next;
    return null;
  });
  return { faults, keys: now, bootKeys };
}

function isTextSignedBy(text: string, record: SignedRecord, key: VerifyKey): boolean {
  const message = record.suite === key.suite ? signedPartOf(text, record) : undefined;
  return message !== undefined && verifySignature(key.suite, key.publicKey, message, record.sig);
}
