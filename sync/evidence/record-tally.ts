import type { SignedRecord } from '../contract/records.ts';
import type { RecordPlace } from './bundle-line.ts';
import { interpret } from './record.ts';

export interface TallyCounts {
  /** Whole, and accepted by the server; by nobody, where only devices are trusted. */
  readonly records: number;
  /** Those among them that are check-ins. */
  readonly checkIns: number;
  /** Whole, but held by the server or not yet accepted: they prove no attendance. */
  readonly notAccepted: number;
  readonly segmentsNamed: number;
}

interface Tallied extends RecordPlace {
  readonly digest: string;
  readonly isCheckIn: boolean;
}

/** The records that hold, each counted once however often it is shown, and the video that they name. */
export class RecordTally {
  readonly #acceptanceNeeded: boolean;
  readonly #records = new Map<string, Tallied>();
  readonly #accepted = new Set<string>();
  readonly #segmentBytes = new Map<string, number>();

  constructor(acceptanceNeeded: boolean) {
    this.#acceptanceNeeded = acceptanceNeeded;
  }

  add({ body }: SignedRecord, digest: string): void {
    const { device, seq } = body;
    const read = interpret(body);
    const is = read.kind === 'known' ? read.is : undefined;
    this.#records.set(nameOf(body), { device, seq, digest, isCheckIn: is?.kind === 'check-in' });
    if (is?.kind === 'segment') this.#segmentBytes.set(is.data.sha256, is.data.sizeBytes);
  }

  /** The server accepted the record that stands there. */
  accept(place: RecordPlace): void {
    this.#accepted.add(nameOf(place));
  }

  /** Digest of the record that stands there; undefined when none does. */
  digestAt(place: RecordPlace): string | undefined {
    return this.#records.get(nameOf(place))?.digest;
  }

  /** Length of the video that a record names by its digest; undefined when none does. */
  segmentBytes(sha256: string): number | undefined {
    return this.#segmentBytes.get(sha256);
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
    return !this.#acceptanceNeeded || this.#accepted.has(nameOf(record));
  }
}

function nameOf({ device, seq }: RecordPlace): string {
  return `${device}/${seq}`;
}
