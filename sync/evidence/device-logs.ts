import type { SignedRecord } from '../contract/records.ts';
import type { Statement, StatementBody } from '../contract/statements.ts';
import type { RecordPlace } from './bundle-line.ts';
import { canonicalJson } from './canonical-json.ts';
import { issuedAt } from './certificate.ts';
import { bootKeyRecordOf, type ChainFault, followChain, type LogState, type VerifyKey } from './chain.ts';
import { keyIdOf } from './keys.ts';
import { recordDigest } from './record.ts';
import { certifiedKey } from './stands-alone.ts';
import { openStatement } from './statement.ts';
import { readCertificate, type Trust } from './trust.ts';

type Certificate = StatementBody<'device-certificate'>;
type Keys = Pick<LogState, 'deviceKey' | 'signingKey'>;

interface DeviceLog {
  readonly device: string;
  /** By key id, each with all its certificates. */
  readonly certificates: Map<string, Certificate[]>;
  /** Boot keys that were shown apart from their boot records, each with the device key that certified it. */
  readonly bootKeys: Map<string, Keys>;
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
    const rival = [...log.certificates.values()].flat().find((known) => contradict(known, read.body));
    if (rival) return `is another certificate for ${device}`;
    this.#logs.set(device, log);
    const keyId = keyIdOf(read.body.publicKey);
    log.certificates.set(keyId, [...(log.certificates.get(keyId) ?? []), read.body]);
    return undefined;
  }

  /** Takes in a boot key that is shown apart from its boot record; gives what is wrong with it. */
  addBootKey(value: unknown): string | undefined {
    const statement = value as Statement<'boot-key'>;
    const log = this.#logs.get(statement.body?.device);
    const deviceKey = log && certifiedKeyOf(log, statement.key);
    const opened = deviceKey && openStatement('boot-key', value, deviceKey.publicKey);
    if (!log || !deviceKey || !opened) return 'the boot key is not signed by a certified device key';
    const { suite, publicKey } = opened.body;
    const signingKey = { suite, publicKey, keyId: keyIdOf(publicKey) };
    log.bootKeys.set(signingKey.keyId, { deviceKey, signingKey });
    return undefined;
  }

  /** The certificates of a device's key. */
  certificatesOf(device: string, keyId: string): readonly Certificate[] {
    return this.#logs.get(device)?.certificates.get(keyId) ?? [];
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
    if (!log || log.certificates.size === 0) return { deviceKey: undefined, fault: 'not-certified' };
    const { seq } = record.body;
    const digest = recordDigest(record);
    const keys = log.head?.keys ?? keysBefore(log, record);
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
  return { device, certificates: new Map(), bootKeys: new Map(), held: new Map(), head: undefined };
}

/** One device has one first key, and one text for one moment of certifying. */
function contradict(a: Certificate, b: Certificate): boolean {
  const afterSeq = (one: Certificate) => (one.v === 1 ? '0' : one.afterSeq);
  if (afterSeq(a) !== afterSeq(b)) return false;
  return (
    a.publicKey !== b.publicKey || (issuedAt(a) === issuedAt(b) && canonicalJson(a) !== canonicalJson(b))
  );
}

function certifiedKeyOf(log: DeviceLog, keyId: string): VerifyKey | undefined {
  const certificate = log.certificates.get(keyId)?.[0];
  return certificate && certifiedKey(certificate);
}

/** A bundle may begin in mid-log: the keys that count there come from what was certified. */
function keysBefore(log: DeviceLog, record: SignedRecord): Keys | undefined {
  const bootKey = bootKeyRecordOf(record.body);
  const deviceKey = certifiedKeyOf(log, bootKey?.key ?? record.key);
  if (deviceKey) return { deviceKey, signingKey: deviceKey };
  return log.bootKeys.get(record.key);
}

/** After a record that does not follow, its own signature may still say which keys count. */
function keysAfter(keys: Keys, record: SignedRecord, device: string): Keys {
  const { seq, prev } = record.body;
  const alone = followChain({ ...keys, seq: BigInt(seq) - 1n, digest: prev }, record, device);
  return alone.ok ? alone.next : keys;
}

/** The first record's own `prev` is taken as given where a bundle begins in mid-log, or after a damaged one. */
function placeBefore(
  { body }: SignedRecord,
  { head, certificates }: DeviceLog,
): { seq: bigint; digest: string } {
  if (head) return { seq: head.seq, digest: head.digest ?? body.prev };
  if (BigInt(body.seq) > 1n) return { seq: BigInt(body.seq) - 1n, digest: body.prev };
  const first = [...certificates].find(([, all]) => all.some((one) => one.v === 1 || one.afterSeq === '0'));
  return { seq: 0n, digest: first?.[0] ?? '' };
}
