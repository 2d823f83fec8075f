import { isOf } from '../base/parse.ts';
import { SignedRecord } from '../contract/records.ts';
import type { Statement } from '../contract/statements.ts';
import type { BundleLine } from './bundle.ts';
import { type ChainHead, type DeviceIdentity, emptyHead, followChain } from './chain.ts';
import { keyIdOf } from './keys.ts';
import { interpret, recordDigest } from './record.ts';
import { openStatement } from './statement.ts';

/** One thing that does not hold, named so that a person finds it. */
export interface Wrong {
  /** `record 17 of dev_…`, `segment 3fa9…`, `line 12`. */
  readonly what: string;
  readonly why: string;
}

export interface VerifierCounts {
  records: number;
  checkIns: number;
  segmentsNamed: number;
  filesChecked: number;
}

/**
 * Checks exported evidence from a trusted key alone. Feed it the lines of bundles, then items, then files;
 * `wrong` lists what does not hold, in the order found. Without a trusted key it checks consistency only.
 */
export class Verifier {
  readonly wrong: Wrong[] = [];
  readonly counts: VerifierCounts = { records: 0, checkIns: 0, segmentsNamed: 0, filesChecked: 0 };
  readonly #trustedKeys: ReadonlySet<string>;
  readonly #anchored: boolean;
  readonly #devices = new Map<string, { identity: DeviceIdentity; head: ChainHead | undefined }>();
  readonly #digests = new Map<string, string>();
  readonly #segments = new Map<string, { sizeBytes: number }>();

  /** `trustedKeys`: SPKI base64url of servers or devices; `serverKeyHint` serves when there is none. */
  constructor(trustedKeys: readonly string[], serverKeyHint?: string) {
    this.#anchored = trustedKeys.length > 0;
    this.#trustedKeys = new Set(this.#anchored || !serverKeyHint ? trustedKeys : [serverKeyHint]);
  }

  /** True when a trusted key was given: only then does "verified" mean anything. */
  get anchored(): boolean {
    return this.#anchored;
  }

  addLine(line: BundleLine, number: number): void {
    switch (line.kind) {
      case 'header':
        return;
      case 'certificate':
        return this.addCertificate(line.certificate, `line ${number}`);
      case 'record':
        return this.#addChained(line.record, number);
      case 'acceptance':
        return this.#addAcceptance(line.acceptance, number);
      case 'segment-receipt':
        return this.#addSegmentReceipt(line.receipt, number);
      case 'unreadable':
        this.#fail(`line ${number}`, 'is not readable evidence');
    }
  }

  addCertificate(value: unknown, where: string): void {
    const certificate = this.#opened('device-certificate', value) ?? this.#selfTrusted(value);
    if (!certificate) return this.#fail(where, 'the device certificate is not signed by a trusted key');
    const { device, publicKey } = certificate.body;
    const identity = { device, publicKey, keyId: keyIdOf(publicKey) };
    if (!this.#devices.has(device)) this.#devices.set(device, { identity, head: undefined });
  }

  /** One item of the pull API: its record stands alone, with its certificate and acceptance. */
  addItem(item: unknown, index: number): void {
    const { record, proof, id } = item as { record?: unknown; proof?: Record<string, unknown>; id?: unknown };
    const what = `item ${index + 1} (${String(id)})`;
    this.addCertificate(proof?.certificate, what);
    if (!isOf(SignedRecord, record)) return this.#fail(what, 'the record is malformed');
    const known = this.#devices.get(record.body.device);
    if (!known) return this.#fail(what, 'the device is not certified');
    const alone = followChain(
      { seq: BigInt(record.body.seq) - 1n, digest: record.body.prev },
      record,
      known.identity,
    );
    if (!alone.ok) return this.#fail(what, explain(alone.fault));
    this.#remember(record);
    const acceptance = this.#opened('acceptance', proof?.acceptance);
    if (!acceptance) return this.#fail(what, 'the acceptance is not signed by a trusted key');
    if (acceptance.body.digest !== recordDigest(record))
      this.#fail(what, 'the acceptance is of another record');
    this.#compareDecision(item as Record<string, unknown>, record, what);
  }

  /** A file of video: its digest must stand in a record. */
  addFile(name: string, digest: string, sizeBytes: number): void {
    this.counts.filesChecked += 1;
    const named = this.#segments.get(digest);
    if (!named)
      return this.#fail(
        `segment file ${name}`,
        `its digest ${digest} stands in no record: the file was changed, or is of another log`,
      );
    if (named.sizeBytes !== sizeBytes)
      this.#fail(`segment file ${name}`, 'its length is not the recorded one');
  }

  #addChained(value: unknown, number: number): void {
    if (!isOf(SignedRecord, value)) return this.#fail(`line ${number}`, 'the record is malformed');
    const { device, seq } = value.body;
    const what = `record ${seq} of ${device} (line ${number})`;
    const known = this.#devices.get(device);
    if (!known) return this.#fail(what, 'the device is not certified');
    const head = known.head ?? startOf(value, known.identity);
    const step = followChain(head, value, known.identity);
    if (!step.ok) this.#fail(what, explain(step.fault));
    // Goes on from the damaged record, so that one changed byte names one record.
    known.head = step.ok ? step.head : { seq: BigInt(seq), digest: recordDigest(value) };
    if (step.ok) this.#remember(value);
  }

  #remember(record: SignedRecord): void {
    this.counts.records += 1;
    this.#digests.set(`${record.body.device}/${record.body.seq}`, recordDigest(record));
    const read = interpret(record.body);
    if (read.kind !== 'known') return;
    if (read.is.kind === 'check-in') this.counts.checkIns += 1;
    if (read.is.kind !== 'segment') return;
    this.counts.segmentsNamed += 1;
    this.#segments.set(read.is.data.sha256, { sizeBytes: read.is.data.sizeBytes });
  }

  #addAcceptance(value: unknown, number: number): void {
    const acceptance = this.#opened('acceptance', value);
    if (!acceptance) return this.#fail(`line ${number}`, 'the acceptance is not signed by a trusted key');
    const { device, seq, digest } = acceptance.body;
    const found = this.#digests.get(`${device}/${seq}`);
    if (found !== digest) this.#fail(`record ${seq} of ${device}`, 'is not the one that the server accepted');
  }

  #addSegmentReceipt(value: unknown, number: number): void {
    const receipt = this.#opened('segment-receipt', value);
    if (!receipt) return this.#fail(`line ${number}`, 'the segment receipt is not signed by a trusted key');
    const { sha256 } = receipt.body;
    if (!this.#segments.has(sha256)) this.#fail(`segment ${sha256}`, 'has a receipt and no record');
  }

  /** What the item says of the decision must be what the kiosk signed. */
  #compareDecision(item: Record<string, unknown>, record: SignedRecord, what: string): void {
    const signed = record.body.data;
    const decision = (item.decision ?? {}) as Record<string, unknown>;
    const fields = ['outcome', 'direction', 'reason', 'minutes', 'method', 'at'] as const;
    const same =
      fields.every((field) => decision[field] === signed[field]) &&
      (['id', 'person', 'session', 'role'] as const).every((field) => item[field] === signed[field]) &&
      item.class === record.body.class;
    if (!same) this.#fail(what, 'the decision shown is not the one in the record');
  }

  #opened<K extends 'device-certificate' | 'acceptance' | 'segment-receipt'>(kind: K, value: unknown) {
    for (const key of this.#trustedKeys) {
      const statement = openStatement(kind, value, key);
      if (statement) return statement;
    }
    return undefined;
  }

  /** A verifier who trusts a device's own key needs no server's word for it. */
  #selfTrusted(value: unknown): Statement<'device-certificate'> | undefined {
    const certificate = value as Statement<'device-certificate'> | undefined;
    const publicKey = certificate?.body?.publicKey;
    return typeof publicKey === 'string' && this.#trustedKeys.has(publicKey) ? certificate : undefined;
  }

  #fail(what: string, why: string): void {
    this.wrong.push({ what, why });
  }
}

/** A bundle may begin in mid-log; the first record's own `prev` is then taken as given. */
function startOf(record: SignedRecord, identity: DeviceIdentity): ChainHead {
  if (record.body.seq === '1') return emptyHead(identity);
  return { seq: BigInt(record.body.seq) - 1n, digest: record.body.prev };
}

function explain(fault: Exclude<ReturnType<typeof followChain>, { ok: true }>['fault']): string {
  return {
    'wrong-device': 'is signed with a key that is not this device’s',
    'bad-signature': 'was changed after it was signed: its signature does not hold',
    'sequence-hole': 'does not follow the record before it: records are missing, doubled or out of order',
    'broken-chain': 'does not carry the digest of the record before it: that record was replaced',
  }[fault];
}
