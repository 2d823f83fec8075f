import type { RecordBody } from '../contract/records.ts';
import type { RecordPlace } from './bundle-line.ts';
import { certifiedAt } from './certificate.ts';
import type { DeviceLogs } from './device-logs.ts';
import { explainSign } from './explain-sign.ts';
import type { RecordTally, Tallied } from './record-tally.ts';
import { judgeTime, receiptId, type TimeReceipt } from './time.ts';
import { readStatement, type Trust } from './trust.ts';

/** The time receipts of exported evidence, and what they say of its records. */
export class TimeBook {
  readonly #trust: Trust;
  readonly #tally: RecordTally;
  readonly #receipts = new Map<string, TimeReceipt>();

  constructor(trust: Trust, tally: RecordTally) {
    this.#trust = trust;
    this.#tally = tally;
  }

  /** Takes a receipt in; gives what is wrong with it, by itself or beside the records. */
  add(value: unknown): string | undefined {
    const receipt = readStatement(this.#trust, 'time-receipt', value)?.body;
    if (!receipt) return 'the time receipt is not signed by a trusted key';
    const covered = this.#tally.digestAt(receipt);
    if (covered !== undefined && covered !== receipt.head)
      return `is a receipt for another record ${receipt.seq} of ${receipt.device}: the log was forked`;
    this.#receipts.set(receiptId(receipt), receipt);
    return undefined;
  }

  /** Why the time of an accepted record is not proven, if it is not. Records of version 1 had no receipts. */
  faultOf(record: Tallied, acceptedAt: number, logs: DeviceLogs): string | undefined {
    const { body, deviceKey } = record;
    if (body.v === 1) return undefined;
    const named = this.#named(body);
    const isEarlier = named?.device === body.device && BigInt(named.seq) < BigInt(body.seq);
    const anchor = isEarlier ? named : undefined;
    const previous = this.#tally.at(placeBefore(record))?.body;
    const latestAt = Math.min(acceptedAt, ...this.#covering(record));
    const previousAnchor = previous && this.#named(previous);
    const maxOfflineMs = Number.POSITIVE_INFINITY;
    const time = judgeTime(body, { anchor, previous, previousAnchor, latestAt, maxOfflineMs });
    if (time.sign) return `was accepted, but it ${explainSign(time.sign)}`;
    if (deviceKey === undefined) return undefined;
    const certificates = logs.certificatesOf(body, deviceKey);
    if (certificates.length === 0) return 'was accepted, and no certificate of its device key is shown';
    if (certifiedAt(certificates, body, time, anchor)) return undefined;
    return 'was accepted, but it was written after the certificate of its device had run out';
  }

  /** Records that were shown after a receipt that is of another record in their place. */
  forked(): readonly RecordPlace[] {
    return [...this.#receipts.values()].filter((receipt) => {
      const covered = this.#tally.digestAt(receipt);
      return covered !== undefined && covered !== receipt.head;
    });
  }

  /** Logs that went on, as the server had seen, beyond what is here of them. */
  beyond(): readonly (RecordPlace & { readonly last: string })[] {
    const newest = new Map<string, TimeReceipt>();
    for (const receipt of this.#receipts.values()) {
      const known = newest.get(receipt.device);
      if (!known || BigInt(receipt.seq) > BigInt(known.seq)) newest.set(receipt.device, receipt);
    }
    return [...newest.values()].flatMap(({ device, seq }) => {
      const last = this.#tally.lastSeq(device) ?? 0n;
      return BigInt(seq) > last ? [{ device, seq, last: String(last) }] : [];
    });
  }

  #named({ anchor }: RecordBody): TimeReceipt | undefined {
    return anchor === null ? undefined : this.#receipts.get(anchor);
  }

  /** A receipt covers what leads to the record of its digest; of one that is not here it proves nothing. */
  #covering({ device, seq }: RecordPlace): readonly number[] {
    return [...this.#receipts.values()]
      .filter((receipt) => receipt.device === device && BigInt(receipt.seq) >= BigInt(seq))
      .filter((receipt) => this.#tally.digestAt(receipt) === receipt.head)
      .map(({ at }) => at);
  }
}

function placeBefore({ device, seq }: RecordPlace): RecordPlace {
  return { device, seq: String(BigInt(seq) - 1n) };
}
