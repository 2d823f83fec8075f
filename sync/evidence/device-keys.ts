import type { SignedRecord } from '../contract/records.ts';
import type { Statement, StatementBody } from '../contract/statements.ts';
import { canonicalJson } from './canonical-json.ts';
import { afterSeq, issuedAt } from './certificate.ts';
import type { LogState, VerifyKey } from './chain.ts';
import { isPublicKey, keyIdOf } from './keys.ts';
import { certifiedKey } from './stands-alone.ts';
import { openStatement } from './statement.ts';

type Certificate = StatementBody<'device-certificate'>;
export type Keys = Pick<LogState, 'deviceKey' | 'signingKey'>;

/** A boot key that was shown apart from its boot record. */
interface ShownBootKey {
  readonly key: VerifyKey;
  readonly body: StatementBody<'boot-key'>;
  /** Id of the device key that signed it. */
  readonly certifier: string;
}

/** What was shown of one device's keys, and which of them count where its log begins. */
export class DeviceKeys {
  readonly #certificates: Certificate[] = [];
  readonly #bootKeys: ShownBootKey[] = [];

  /** False for a certificate that contradicts another, and is not taken in. */
  certify(certificate: Certificate): boolean {
    if (this.#certificates.some((known) => contradict(known, certificate))) return false;
    this.#certificates.push(certificate);
    return true;
  }

  /** False for a boot key that no certified key signed, and is not taken in. */
  addBootKey(value: Statement<'boot-key'>): boolean {
    const certificate = this.#certificates.find(({ publicKey }) => keyIdOf(publicKey) === value.key);
    const opened = certificate && openStatement('boot-key', value, certificate.publicKey);
    if (!opened || !isPublicKey(opened.body.suite, opened.body.publicKey)) return false;
    const { suite, publicKey } = opened.body;
    const key = { suite, publicKey, keyId: keyIdOf(publicKey) };
    this.#bootKeys.push({ key, body: opened.body, certifier: opened.key });
    return true;
  }

  /** The certificates that speak of a record in that place, of one key or of all. */
  certificatesAt(seq: string, keyId?: string): readonly Certificate[] {
    return this.#certificates.filter(
      (one) => afterSeq(one) < BigInt(seq) && (keyId === undefined || keyIdOf(one.publicKey) === keyId),
    );
  }

  /** The keys in hand before a record that nothing is shown before; undefined when none is certified for its place. */
  before(record: SignedRecord): Keys | undefined {
    const [first, ...others] = this.certificatesAt(record.body.seq);
    if (!first) return undefined;
    const newest = others.reduce((best, one) => (afterSeq(one) > afterSeq(best) ? one : best), first);
    const deviceKey = certifiedKey(newest);
    return { deviceKey, signingKey: this.#bootKeyOf(record) ?? deviceKey };
  }

  /** A rotation since its start leaves a boot key with an older device key. */
  #bootKeyOf({ body, key }: SignedRecord): VerifyKey | undefined {
    const fits = (one: ShownBootKey) =>
      one.key.keyId === key &&
      one.body.boot === body.boot &&
      BigInt(one.body.seq) <= BigInt(body.seq) &&
      this.certificatesAt(body.seq, one.certifier).length > 0;
    return this.#bootKeys.find(fits)?.key;
  }
}

/** One key after one record, and one text for one moment of certifying. */
function contradict(a: Certificate, b: Certificate): boolean {
  if (afterSeq(a) !== afterSeq(b)) return false;
  return (
    a.publicKey !== b.publicKey || (issuedAt(a) === issuedAt(b) && canonicalJson(a) !== canonicalJson(b))
  );
}
