import type { RecordBody, SignedRecord } from '../contract/records.ts';
import type { RecordPlace } from './bundle-line.ts';
import { canonicalJson } from './canonical-json.ts';
import { interpret } from './record.ts';
import { hashLeaf } from './tlog/tree-hash.ts';

export interface TallyCounts {
  /** Whole, and accepted by the server; by nobody, where only devices are trusted. */
  readonly records: number;
  /** Those among them that are check-ins. */
  readonly checkIns: number;
  /** Whole, but held by the server or not yet accepted: they prove no attendance. */
  readonly notAccepted: number;
  readonly segmentsNamed: number;
}

/** What later lines need to know of a record. */
export interface Tallied extends RecordPlace {
  readonly digest: string;
  readonly isCheckIn: boolean;
  /** Somebody may be paid for it: an accepted check-in, or video. */
  readonly provesAttendance: boolean;
  /** Of a kind that is known, with fields that are not its. */
  readonly isMalformed: boolean;
  /** Its common fields, without what it says. */
  readonly body: RecordBody;
  /** Id of the device key that counts at its place. */
  readonly deviceKey: string | undefined;
  /** Its hash as an entry of the server's log. */
  readonly leaf: Buffer;
}

/** The records that hold, each counted once however often it is shown, and the video that they name. */
export class RecordTally {
  readonly #acceptanceNeeded: boolean;
  readonly #records = new Map<string, Tallied>();
  readonly #accepted = new Set<string>();
  readonly #lastSeqs = new Map<string, bigint>();
  readonly #revokedFrom = new Map<string, bigint>();
  readonly #segmentBytes = new Map<string, number>();
  readonly #photoBytes = new Map<string, number>();

  constructor(acceptanceNeeded: boolean) {
    this.#acceptanceNeeded = acceptanceNeeded;
  }

  add(record: SignedRecord, digest: string, deviceKey?: string): void {
    const { body } = record;
    const { device, seq } = body;
    const read = interpret(body);
    const is = read.kind === 'known' ? read.is : undefined;
    const isCheckIn = is?.kind === 'check-in';
    const provesAttendance = is?.kind === 'segment' || (isCheckIn && is.data.outcome === 'accepted');
    const isMalformed = read.kind === 'malformed';
    const leaf = hashLeaf(Buffer.from(canonicalJson(record), 'utf8'));
    const common = { ...body, data: {} };
    const judged = { isCheckIn, provesAttendance, isMalformed };
    this.#records.set(nameOf(body), { device, seq, digest, ...judged, body: common, deviceKey, leaf });
    const last = this.#lastSeqs.get(device) ?? 0n;
    if (BigInt(seq) > last) this.#lastSeqs.set(device, BigInt(seq));
    if (is?.kind === 'segment') this.#segmentBytes.set(is.data.sha256, is.data.sizeBytes);
    if (is?.kind === 'photo') this.#photoBytes.set(is.data.sha256, is.data.sizeBytes);
  }

  /** The server accepted the record that stands there. */
  accept(place: RecordPlace): void {
    this.#accepted.add(nameOf(place));
  }

  /** The server took its acceptance back, for all of a device's records from one on, whenever that is shown. */
  withdrawFrom({ device, seq }: RecordPlace): void {
    const earlier = this.#revokedFrom.get(device);
    if (earlier === undefined || BigInt(seq) < earlier) this.#revokedFrom.set(device, BigInt(seq));
  }

  at(place: RecordPlace): Tallied | undefined {
    return this.#records.get(nameOf(place));
  }

  /** Digest of the record that stands there; undefined when none does. */
  digestAt(place: RecordPlace): string | undefined {
    return this.at(place)?.digest;
  }

  /** Length of the video or photograph that a record names by its digest; undefined when none does. */
  segmentBytes(sha256: string): number | undefined {
    return this.#segmentBytes.get(sha256) ?? this.#photoBytes.get(sha256);
  }

  /** Those that were not taken back. */
  accepted(): readonly Tallied[] {
    return [...this.#records.values()].filter((record) => this.isAccepted(record));
  }

  isAccepted(place: RecordPlace): boolean {
    return this.#accepted.has(nameOf(place)) && !this.isRevoked(place);
  }

  isRevoked({ device, seq }: RecordPlace): boolean {
    const from = this.#revokedFrom.get(device);
    return from !== undefined && BigInt(seq) >= from;
  }

  /** The last record of a device that is here; undefined when none is. */
  lastSeq(device: string): bigint | undefined {
    return this.#lastSeqs.get(device);
  }

  notAccepted(): readonly RecordPlace[] {
    return [...this.#records.values()].filter((record) => !this.#counts(record));
  }

  counts(): TallyCounts {
    const counted = [...this.#records.values()].filter((record) => this.#counts(record));
    return {
      records: counted.length,
      checkIns: counted.filter(({ isCheckIn }) => isCheckIn).length,
      notAccepted: this.#records.size - counted.length,
      segmentsNamed: this.#segmentBytes.size,
    };
  }

  #counts(record: Tallied): boolean {
    return !this.#acceptanceNeeded || this.isAccepted(record);
  }
}

function nameOf({ device, seq }: RecordPlace): string {
  return `${device}/${seq}`;
}
