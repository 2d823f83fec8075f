import { Type } from 'typebox';
import { messageOf } from '../base/errors.ts';
import { isOf } from '../base/parse.ts';
import { closed } from '../contract/primitives.ts';
import { AttendanceItem, FirstAttendanceItem } from '../contract/pull.ts';
import { SignedRecord } from '../contract/records.ts';
import { type BundleLine, placeIn, type RecordPlace } from './bundle-line.ts';
import { canonicalJson } from './canonical-json.ts';
import { DeviceLogs } from './device-logs.ts';
import { explainFault } from './explain-fault.ts';
import { judgeItem } from './judge-item.ts';
import { LogBook } from './log-book.ts';
import { recordDigest } from './record.ts';
import { RecordTally, type TallyCounts } from './record-tally.ts';
import { TimeBook } from './time-book.ts';
import { parseTlogProof } from './tlog/tlog-proof.ts';
import { readStatement, type Trust, trustOf } from './trust.ts';

/** A page, or several put together, whose items are judged one by one. */
const Page = Type.Object(
  {
    items: Type.Array(Type.Unknown()),
    withdrawn: Type.Optional(Type.Array(Type.Unknown())),
    nextCursor: Type.Optional(Type.String()),
  },
  closed,
);

/** One thing that does not hold, named so that a person finds it. */
export interface Wrong {
  /** `record 17 of dev_…`, `segment 3fa9…`, `line 12`. */
  readonly what: string;
  readonly why: string;
}

export interface VerifierCounts extends TallyCounts {
  readonly filesChecked: number;
}

/**
 * Checks exported evidence from a trusted key alone. Feed it the lines of bundles, then items, then files;
 * `wrong` lists what does not hold, in the order found, and nothing fed to it makes it throw. Without a trusted
 * key it checks consistency only.
 */
export class Verifier {
  readonly wrong: Wrong[] = [];
  readonly #trust: Trust;
  readonly #logs: DeviceLogs;
  readonly #tally: RecordTally;
  readonly #times: TimeBook;
  readonly #log: LogBook;
  readonly #itemNames = new Set<string>();
  #filesChecked = 0;

  /** `trustedKeys`: SPKI base64url of servers or devices; `serverKeyHint` serves when there is none. */
  constructor(trustedKeys: readonly string[], serverKeyHint?: string) {
    this.#trust = trustOf(trustedKeys, serverKeyHint);
    this.#logs = new DeviceLogs(this.#trust);
    this.#tally = new RecordTally(this.#trust.server);
    this.#times = new TimeBook(this.#trust, this.#tally);
    this.#log = new LogBook(this.#trust, this.#tally);
  }

  /** True when a trusted key was given: only then does "verified" mean anything. */
  get anchored(): boolean {
    return this.#trust.anchored;
  }

  get counts(): VerifierCounts {
    return { ...this.#tally.counts(), filesChecked: this.#filesChecked };
  }

  /** Records to be told of and not to be counted on; none where only devices are trusted. */
  get notAccepted(): readonly RecordPlace[] {
    return this.#tally.notAccepted();
  }

  /** Sizes of the server's log that nothing links to the others: to be told of. */
  get unlinkedTrees(): readonly number[] {
    return this.#log.unlinked();
  }

  addLine(line: BundleLine, number: number): void {
    this.#guarded(`line ${number}`, () => this.#judgeLine(line, number));
  }

  /** One item of the pull API: its record stands alone, with its certificate and acceptance. */
  addItem(item: unknown, index: number): void {
    this.#guarded(`item ${index + 1}`, () => this.#addItem(item, index));
  }

  /** After the last line: what should be there and is not. */
  finish(): void {
    for (const { device, seq } of this.#log.missing())
      this.#fail(
        `record ${seq} of ${device}`,
        'was accepted, and no entry of the server’s log is shown for it',
      );
    for (const { device, seq } of this.#log.notAccepted())
      this.#fail(`record ${seq} of ${device}`, 'is in the server’s log, and its acceptance is not shown');
    for (const { device, seq } of this.#times.forked())
      this.#fail(
        `record ${seq} of ${device}`,
        'is not the one that a time receipt covers: the log was forked',
      );
    for (const { device, seq, last } of this.#times.beyond())
      this.#fail(
        `log of ${device}`,
        `is cut off: the server had seen record ${seq}, and the last one here is ${last}`,
      );
  }

  /** A proof that the server's log only grew, as the server gives it out. */
  addConsistency(name: string, value: unknown): void {
    this.#guarded(`consistency ${name}`, () =>
      this.#failIf(`consistency ${name}`, this.#log.addConsistency(value)),
    );
  }

  /** A page of the pull API, already parsed. */
  addPage(name: string, page: unknown): void {
    if (!isOf(Page, page)) return this.#fail(`page ${name}`, 'is not a page of the pull API');
    for (const [index, item] of page.items.entries()) this.addItem(item, index);
  }

  /** A file of video: its digest must stand in a record. */
  addFile(name: string, digest: string, sizeBytes: number): void {
    this.#filesChecked += 1;
    const what = `segment file ${name}`;
    const recorded = this.#tally.segmentBytes(digest);
    if (recorded === undefined)
      this.#fail(
        what,
        `its digest ${digest} stands in no record: the file was changed, or is of another log`,
      );
    else if (recorded !== sizeBytes) this.#fail(what, 'its length is not the recorded one');
  }

  #judgeLine(line: BundleLine, number: number): void {
    if (number === 1) this.#beginBundle();
    const what = `line ${number}`;
    switch (line.kind) {
      case 'header':
        return;
      case 'certificate':
        return this.#failIf(what, this.#logs.certify(line.value));
      case 'boot-key':
        return this.#failIf(what, this.#logs.addBootKey(line.value));
      case 'record':
        return this.#addRecord(line.value, number);
      case 'time-receipt':
        return this.#failIf(what, this.#times.add(line.value));
      case 'acceptance':
        return this.#addAcceptance(line.value, number);
      case 'revocation':
        return this.#addRevocation(line.value, number);
      case 'checkpoint':
        return this.#failIf(what, this.#log.addCheckpoint(line.value));
      case 'entry':
        return this.#failIf(what, this.#log.addEntry(line.value));
      case 'segment-receipt':
        return this.#addSegmentReceipt(line.value, number);
      case 'unreadable':
        return this.#addUnreadable(line.record, number);
    }
  }

  #beginBundle(): void {
    this.#logs.beginBundle();
    this.#log.beginBundle();
  }

  #addRecord(value: unknown, number: number): void {
    if (!isOf(SignedRecord, value)) return this.#addUnreadable(placeIn(canonicalJson(value)), number);
    const what = `record ${value.body.seq} of ${value.body.device} (line ${number})`;
    const { fault, deviceKey } = this.#logs.follow(value);
    if (fault) return this.#fail(what, explainFault(fault));
    this.#take(value, what, deviceKey);
  }

  #addUnreadable(record: RecordPlace | undefined, number: number): void {
    if (number === 1) return this.#fail('line 1', 'is not the header of exported evidence');
    if (!record) return this.#fail(`line ${number}`, 'is not readable evidence');
    this.#logs.skip(record);
    const what = `record ${record.seq} of ${record.device} (line ${number})`;
    this.#fail(what, 'is not in the form in which records are signed: its text was changed');
  }

  #addAcceptance(value: unknown, number: number): void {
    const acceptance = readStatement(this.#trust, 'acceptance', value);
    if (!acceptance) return this.#fail(`line ${number}`, 'the acceptance is not signed by a trusted key');
    const { device, seq, digest, acceptedAt } = acceptance.body;
    const what = `record ${seq} of ${device}`;
    const record = this.#tally.at({ device, seq });
    if (!record) return this.#fail(what, 'was accepted by the server and is not here, or not whole');
    if (record.digest !== digest) return this.#fail(what, 'is not the one that the server accepted');
    if (record.isMalformed) return this.#fail(what, 'was accepted, but its fields are not those of its kind');
    const fault = record.provesAttendance && this.#times.faultOf(record, acceptedAt, this.#logs);
    if (fault) return this.#fail(what, fault);
    this.#tally.accept({ device, seq });
  }

  /** What the server took back does not count, whatever else is shown of it. */
  #addRevocation(value: unknown, number: number): void {
    const revocation = readStatement(this.#trust, 'revocation', value);
    if (!revocation) return this.#fail(`line ${number}`, 'the revocation is not signed by a trusted key');
    const { device, fromSeq } = revocation.body;
    this.#tally.withdrawFrom({ device, seq: fromSeq });
  }

  #addSegmentReceipt(value: unknown, number: number): void {
    const receipt = readStatement(this.#trust, 'segment-receipt', value);
    if (!receipt) return this.#fail(`line ${number}`, 'the segment receipt is not signed by a trusted key');
    const { sha256 } = receipt.body;
    if (this.#tally.segmentBytes(sha256) === undefined)
      this.#fail(`segment ${sha256}`, 'has a receipt and no record');
  }

  #addItem(item: unknown, index: number): void {
    if (!isOf(AttendanceItem, item) && !isOf(FirstAttendanceItem, item)) {
      return this.#fail(`item ${index + 1}`, 'is not of the pull API: a field is missing, unknown or wrong');
    }
    const what = `item ${index + 1} (${item.id})`;
    const { body } = item.record;
    const why = judgeItem(item, this.#trust) ?? this.#logs.certify(item.proof.certificate);
    if (why !== undefined) return this.#fail(what, why);
    const names = [`id ${item.id}`, `record ${body.device} ${body.seq}`];
    if (names.some((name) => this.#itemNames.has(name))) return this.#fail(what, 'stands in the pages twice');
    for (const name of names) this.#itemNames.add(name);
    if (!this.#take(item.record, what)) return;
    this.#tally.accept(body);
    if ('log' in item.proof) this.#addItemTree(String(item.proof.log), body, what);
  }

  /** The trees that items are proven by must be of one history, too. */
  #addItemTree(proof: string, place: RecordPlace, what: string): void {
    const read = parseTlogProof(proof);
    if (!read.ok) return;
    this.#log.markEntered(place);
    this.#failIf(what, this.#log.addCheckpoint(read.proof.checkpointNote));
  }

  /** Counts a record that holds, unless other evidence has another record in its place. */
  #take(record: SignedRecord, what: string, deviceKey?: string): boolean {
    const digest = recordDigest(record);
    const known = this.#tally.digestAt(record.body);
    const same = known === undefined || known === digest;
    if (same && known === undefined) this.#tally.add(record, digest, deviceKey);
    if (!same) this.#fail(what, 'is another record in other evidence: the log was forked');
    return same;
  }

  /** What cannot even be judged is wrong too, by its name. */
  #guarded(what: string, judge: () => void): void {
    try {
      judge();
    } catch (error) {
      this.#fail(what, `cannot be judged: ${messageOf(error)}`);
    }
  }

  #failIf(what: string, why: string | undefined): void {
    if (why !== undefined) this.#fail(what, why);
  }

  #fail(what: string, why: string): void {
    this.wrong.push({ what, why });
  }
}
