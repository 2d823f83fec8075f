import type { SignedRecord } from '../contract/records.ts';
import type { Statement, StatementBody } from '../contract/statements.ts';
import type { RecordPlace } from './bundle-line.ts';
import { bootKeyRecordOf, type ChainFault, followChain } from './chain.ts';
import { DeviceKeys, type Keys } from './device-keys.ts';
import { recordDigest } from './record.ts';
import { certifiedKey } from './stands-alone.ts';
import { readCertificate, type Trust } from './trust.ts';

interface DeviceLog {
  readonly device: string;
  readonly keys: DeviceKeys;
  /** Digests of the records that held, by `seq`. */
  readonly held: Map<string, string>;
  /** Undefined before its first record in a bundle. */
  head:
    | { readonly seq: bigint; readonly digest: string | undefined; readonly keys: Keys | undefined }
    | undefined;
}

/** The certified devices, and where the log of each stands in the bundle that is being read. */
export class DeviceLogs {
  readonly #trust: Trust;
  readonly #logs = new Map<string, DeviceLog>();

  constructor(trust: Trust) {
    this.#trust = trust;
  }

  /** Takes a device's key in; gives what is wrong with its certificate, if anything is. */
  certify(value: unknown): string | undefined {
    const read = readCertificate(this.#trust, value);
    if (!read.ok) return read.why;
    const { device } = read.body;
    const log = this.#logs.get(device) ?? emptyDeviceLog(device);
    this.#logs.set(device, log);
    return log.keys.certify(read.body) ? undefined : `is another certificate for ${device}`;
  }

  /** Takes in a boot key that is shown apart from its boot record; gives what is wrong with it. */
  addBootKey(value: unknown): string | undefined {
    const statement = value as Statement<'boot-key'>;
    const taken = this.#logs.get(statement.body?.device)?.keys.addBootKey(statement);
    return taken ? undefined : 'the boot key is not signed by a certified device key';
  }

  /** The certificates of a device's key that speak of the record there. */
  certificatesOf(
    { device, seq }: RecordPlace,
    keyId: string,
  ): readonly StatementBody<'device-certificate'>[] {
    return this.#logs.get(device)?.keys.certificatesAt(seq, keyId) ?? [];
  }

  /** Each bundle shows each log from its own beginning. */
  beginBundle(): void {
    for (const log of this.#logs.values()) log.head = undefined;
  }

  /**
   * Goes on by one record, whatever is wrong with it, so that one damaged record is one thing wrong. Gives the device
   * key that counts there.
   */
  follow(record: SignedRecord): {
    readonly deviceKey: string | undefined;
    readonly fault: 'not-certified' | ChainFault | undefined;
  } {
    const log = this.#logs.get(record.body.device);
    if (!log) return { deviceKey: undefined, fault: 'not-certified' };
    const { seq } = record.body;
    const digest = recordDigest(record);
    const keys = log.head?.keys ?? log.keys.before(record);
    const state = keys && { ...keys, ...placeBefore(record, log) };
    const step = state
      ? followChain(state, record, log.device)
      : ({ ok: false, fault: bootKeyRecordOf(record.body) ? 'bad-boot-key' : 'wrong-key' } as const);
    const known = log.held.get(seq) === digest;
    const own = step.ok || step.fault === 'sequence-hole' || step.fault === 'broken-chain';
    const next = step.ok ? step.next : keys && keysAfter(keys, record, log.device);
    log.head = { seq: BigInt(seq), digest: own || known ? digest : undefined, keys: next };
    const deviceKey = next?.deviceKey.keyId;
    if (!step.ok) return { deviceKey, fault: step.fault };
    log.held.set(seq, digest);
    return { deviceKey, fault: undefined };
  }

  /** Steps over a record that cannot be read; the next one's own `prev` is then taken as given. */
  skip({ device, seq }: RecordPlace): void {
    const log = this.#logs.get(device);
    if (log) log.head = { seq: BigInt(seq), digest: undefined, keys: log.head?.keys };
  }
}

function emptyDeviceLog(device: string): DeviceLog {
  return { device, keys: new DeviceKeys(), held: new Map(), head: undefined };
}

/** After a record that does not follow, its own signature may still say which keys count. */
function keysAfter(keys: Keys, record: SignedRecord, device: string): Keys {
  const { seq, prev } = record.body;
  const alone = followChain({ ...keys, seq: BigInt(seq) - 1n, digest: prev }, record, device);
  return alone.ok ? alone.next : keys;
}

/** The first record's own `prev` is taken as given where a bundle begins in mid-log, or after a damaged one. */
function placeBefore({ body }: SignedRecord, { head, keys }: DeviceLog): { seq: bigint; digest: string } {
  if (head) return { seq: head.seq, digest: head.digest ?? body.prev };
  if (BigInt(body.seq) > 1n) return { seq: BigInt(body.seq) - 1n, digest: body.prev };
  const [first] = keys.certificatesAt('1');
  return { seq: 0n, digest: first ? certifiedKey(first).keyId : '' };
}
