import type { RecordBody, RecordData, SignedRecord } from '../../../../sync/contract/records.ts';
import type { Statement, StatementBody } from '../../../../sync/contract/statements.ts';
import { sha256 } from '../../../../sync/evidence/digest.ts';
import { deviceIdOf, memoryKey, type Signer } from '../../../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../../../sync/evidence/record.ts';
import { sealStatement } from '../../../../sync/evidence/statement.ts';
import { receiptId } from '../../../../sync/evidence/time.ts';
import { checkInData, LogWriter } from '../../../helpers/log-writer.ts';
import { certify, contactAt, receiptFor, server } from '../sample-evidence.ts';

export const minute = 60_000;
const hour = 60 * minute;
/** When the server took in what the kiosks of the vectors had written. */
export const acceptedAt = contactAt + 2 * hour;
/** The video that a segment names: no more of an mp4 than its first box. */
export const video = Buffer.concat([
  Buffer.from('00000018667479706d703432000000006d70343269736f6d', 'hex'),
  Buffer.from('made up for test vectors'),
]);

/** A log whose clocks go on as it is told, with the server's words that were given during it. */
export class StoryLog extends LogWriter {
  readonly certificates: Statement<'device-certificate'>[] = [];
  readonly timeReceipts: Statement<'time-receipt'>[] = [];
  nowMs = contactAt;
  bootedAtMs = contactAt - hour;
  bootKey: Signer;

  constructor(deviceKey: Signer) {
    super(deviceIdOf(deviceKey.publicKey), deviceKey);
    this.bootKey = deviceKey;
  }

  get device(): string {
    return this.identity.device;
  }

  /** The program starts: with a new boot key of the device key's suite, certified by `by`. */
  start(by: Signer = this.signer): SignedRecord {
    this.bootKey = memoryKey(this.signer.suite);
    return this.begin(by, this.bootKey);
  }

  /** A check-in at this moment. */
  checkIn(data: Partial<RecordData<'check-in'>>, change: Partial<RecordBody> = {}): SignedRecord {
    return this.append('check-in', checkInData({ at: this.nowMs, ...data }), change);
  }

  /** What was written last is replaced by this, and the log goes on from there as if nothing were. */
  replace(change: Partial<RecordBody>, by: Signer = this.bootKey): void {
    const last = this.records.at(-1) as SignedRecord;
    this.goOnFrom(sealRecord({ ...last.body, ...change }, by));
  }

  /** The server says what time it is; what is written from here on names that. */
  contact(change: Partial<StatementBody<'time-receipt'>> = {}): void {
    const mono = this.nowMs - this.bootedAtMs;
    const clock = { boot: this.boot, mono, uptime: mono, wall: this.nowMs };
    const receipt = receiptFor(this, { at: this.nowMs, clock, ...change });
    this.timeReceipts.push(receipt);
    this.anchor = receiptId(receipt.body);
  }

  /** The server certifies the device key in hand, for what comes after this record. */
  certified(life: { issuedAt: number; expiresAt: number }, afterSeq = '0'): void {
    const { publicKey, suite } = this.signer;
    const key = { suite: suite as 'ES256', afterSeq, ...life };
    this.certificates.push(certify(this.device, publicKey, server, key));
  }

  protected override writtenAt() {
    return { mono: this.nowMs - this.bootedAtMs, wall: this.nowMs };
  }
}

const videoSize = { sha256: sha256(video), sizeBytes: video.length, initBytes: 24 };

/** The data of the record that names `video`. */
export function segmentData(nowMs: number): RecordData<'segment'> {
  const place = { lesson: 'les_1', session: 'ses_1', camera: 'room' } as const;
  return { ...place, ...videoSize, startAt: nowMs - 10_000, endAt: nowMs };
}

export function acceptanceOf(record: SignedRecord, digest = recordDigest(record)): Statement<'acceptance'> {
  const { device, seq } = record.body;
  return sealStatement('acceptance', { v: 1, device, seq, digest, acceptedAt }, server);
}

export function segmentReceipt(device: string, sha256 = videoSize.sha256): Statement<'segment-receipt'> {
  const body = { v: 1, device, sha256, sizeBytes: video.length, receivedAt: acceptedAt } as const;
  return sealStatement('segment-receipt', body, server);
}

/** Given after everything in the vectors was accepted. */
export function revocation(device: string, fromSeq: string): Statement<'revocation'> {
  const body = { v: 1, device, fromSeq, at: contactAt + 180 * minute, reason: 'stolen' } as const;
  return sealStatement('revocation', body, server);
}
