import type { SignedRecord } from '../contract/records.ts';
import type { RecordPlace } from './bundle-line.ts';
import { canonicalJson } from './canonical-json.ts';
import { type ChainFault, type ChainHead, type DeviceIdentity, emptyHead, followChain } from './chain.ts';
import { keyIdOf } from './keys.ts';
import { recordDigest } from './record.ts';
import { readCertificate, type Trust } from './trust.ts';

interface DeviceLog {
  readonly identity: DeviceIdentity;
  readonly certificate: string;
  /** Digests of the records that held, by `seq`. */
  readonly held: Map<string, string>;
  /** Undefined before its first record in a bundle. */
  head: { readonly seq: bigint; readonly digest: string | undefined } | undefined;
}

/** The certified devices, and where the log of each stands in the bundle that is being read. */
export class DeviceLogs {
  readonly #trust: Trust;
  readonly #logs = new Map<string, DeviceLog>();

  constructor(trust: Trust) {
    this.#trust = trust;
  }

  /** Takes a device in; gives what is wrong with its certificate, if anything is. */
  certify(value: unknown): string | undefined {
    const read = readCertificate(this.#trust, value);
    if (!read.ok) return read.why;
    const { device, publicKey } = read.body;
    const certificate = canonicalJson(read.body);
    const known = this.#logs.get(device);
    if (known && known.certificate !== certificate) return `is another certificate for ${device}`;
    const identity = { device, publicKey, keyId: keyIdOf(publicKey) };
    if (!known) this.#logs.set(device, { identity, certificate, held: new Map(), head: undefined });
    return undefined;
  }

  identityOf(device: string): DeviceIdentity | undefined {
    return this.#logs.get(device)?.identity;
  }

  /** Each bundle shows each log from its own beginning. */
  beginBundle(): void {
    for (const log of this.#logs.values()) log.head = undefined;
  }

  /**
   * Goes on by one record, whatever is wrong with it, so that one damaged record is one thing wrong. A record that
   * was here before, be it in another bundle, is gone back to.
   */
  follow(record: SignedRecord): 'not-certified' | ChainFault | undefined {
    const log = this.#logs.get(record.body.device);
    if (!log) return 'not-certified';
    const { seq } = record.body;
    const digest = recordDigest(record);
    const head = log.held.get(seq) === digest ? undefined : headBefore(record, log);
    const step = head && followChain(head, record, log.identity);
    const own = !step || step.ok || step.fault === 'sequence-hole' || step.fault === 'broken-chain';
    log.head = { seq: BigInt(seq), digest: own ? digest : undefined };
    if (step && !step.ok) return step.fault;
    log.held.set(seq, digest);
    return undefined;
  }

  /** Steps over a record that cannot be read; the next one's own `prev` is then taken as given. */
  skip({ device, seq }: RecordPlace): void {
    const log = this.#logs.get(device);
    if (log) log.head = { seq: BigInt(seq), digest: undefined };
  }
}

/** Whether the record, standing alone, is the device's own. */
export function standsAlone(record: SignedRecord, identity: DeviceIdentity): ChainFault | undefined {
  const step = followChain(headBefore(record, { identity, head: undefined }), record, identity);
  return step.ok ? undefined : step.fault;
}

/** A bundle may begin in mid-log; the first record's own `prev` is then taken as given. */
function headBefore(
  { body }: SignedRecord,
  { head, identity }: Pick<DeviceLog, 'head' | 'identity'>,
): ChainHead {
  if (head) return { seq: head.seq, digest: head.digest ?? body.prev };
  if (BigInt(body.seq) <= 1n) return emptyHead(identity);
  return { seq: BigInt(body.seq) - 1n, digest: body.prev };
}
