import { isOf } from '../../sync/base/parse.ts';
import type { FindingCode } from '../../sync/contract/findings.ts';
import { Counter, Digest } from '../../sync/contract/primitives.ts';
import type { RecordBody, RecordData } from '../../sync/contract/records.ts';
import type { StatementBody } from '../../sync/contract/statements.ts';
import { certifiedAt } from '../../sync/evidence/certificate.ts';
import type { ChainFault, VerifyKey } from '../../sync/evidence/chain.ts';
import { interpret, type KnownRecord } from '../../sync/evidence/record.ts';
import { clocksDifferMs } from '../../sync/evidence/time.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { Stores } from '../storage/stores.ts';
import { certificatesOf, revokedFrom } from '../verify/check-device.ts';
import { changedRegistration } from './device-faults.ts';
import { judgeCheckIn } from './judge-check-in.ts';
import { judgeDrawn } from './judge-drawn.ts';
import { judgeSegment, longestSegmentMs } from './judge-segment.ts';
import type { PlanBook } from './plan-book.ts';
import type { JudgedTime } from './time-judge.ts';

/** A new version of a plan is with the kiosk after this, at the latest. */
const planArrivesMs = 10 * 60_000;

/** What is known of a record beside what it says. */
export interface RecordFacts {
  /** What does not hold of its own signature. */
  readonly fault: ChainFault | null;
  readonly time: JudgedTime;
  /** The device key that counts at its place. */
  readonly deviceKey: VerifyKey;
  /** When it came, by our clock. Epoch ms. */
  readonly receivedAt: number;
  /** Whether an accepted check-in has this id. */
  readonly isCheckInKnown: (id: string) => boolean;
}

/** Says why a record of a whole log still proves nothing. Serves one chunk of one device. */
export class HoldJudge {
  readonly #serverKey: string;
  readonly #stores: Stores;
  readonly #plans: PlanBook;
  readonly #device: KnownDevice;
  readonly #revokedFrom: bigint | undefined;
  readonly #certificates = new Map<string, readonly StatementBody<'device-certificate'>[]>();

  constructor(
    { serverKey }: Pick<Context, 'serverKey'>,
    stores: Stores,
    plans: PlanBook,
    device: KnownDevice,
  ) {
    this.#serverKey = serverKey.publicKey;
    this.#stores = stores;
    this.#plans = plans;
    this.#device = device;
    this.#revokedFrom = revokedFrom(device, serverKey.publicKey);
  }

  /** Kinds that we do not know are kept as they are. Throws `conflict` when plan or certificate to judge by were edited. */
  async reasonToHold(body: RecordBody, facts: RecordFacts): Promise<FindingCode | undefined> {
    if (facts.fault) return 'bad-signature';
    const read = interpret(body);
    if (read.kind === 'malformed') return 'malformed-record';
    const ofDevice = this.#judgeDevice(body, facts);
    if (ofDevice) return ofDevice;
    if (body.wall > facts.time.latestAt + clocksDifferMs) return 'record-from-future';
    if (body.class !== null && !(await this.#plans.lists(body.class, body.device))) {
      return 'device-not-in-plan';
    }
    if (read.kind !== 'known') return undefined;
    const contradicts = await this.#judge(body, read.is, facts);
    return contradicts ?? (needsProvenTime(read.is) && facts.time.sign ? 'time-unproven' : undefined);
  }

  #judgeDevice(body: RecordBody, { time, deviceKey }: RecordFacts): FindingCode | undefined {
    if (this.#revokedFrom !== undefined && BigInt(body.seq) >= this.#revokedFrom) return 'device-revoked';
    const certificates = this.#certificatesOf(deviceKey.keyId);
    // A key whose rotation was held has none; one that had any must still have it.
    const hadAny = this.#device.certificates.some(({ keyId }) => keyId === deviceKey.keyId);
    if (certificates.length === 0 && hadAny) throw changedRegistration();
    return certifiedAt(certificates, body, time, time.anchor) ? undefined : 'certificate-expired';
  }

  /** Opened once for all records of the chunk. */
  #certificatesOf(keyId: string): readonly StatementBody<'device-certificate'>[] {
    const known = this.#certificates.get(keyId);
    if (known) return known;
    const opened = certificatesOf(this.#device, this.#serverKey, keyId).map(({ body }) => body);
    this.#certificates.set(keyId, opened);
    return opened;
  }

  async #judge(body: RecordBody, is: KnownRecord, facts: RecordFacts): Promise<FindingCode | undefined> {
    switch (is.kind) {
      case 'check-in':
        return this.#judgeCheckIn(body, is.data, facts);
      case 'segment':
        return this.#judgeSegment(body, is.data, facts.receivedAt);
      case 'photo':
      case 'presence':
        return this.#judgeDrawn(body, is);
      case 'damage':
        return (await this.#isDamageOfOwn(body, is.data)) ? undefined : 'malformed-record';
      default:
        return undefined;
    }
  }

  async #judgeCheckIn(
    body: RecordBody,
    data: RecordData<'check-in'>,
    { isCheckInKnown, time }: RecordFacts,
  ): Promise<FindingCode | undefined> {
    const { class: classId, device, wall } = body;
    const { planVersion, outcome } = data;
    const named = outcome === 'accepted' && classId !== null && planVersion !== null;
    const plan = named ? await this.#plans.version(classId, planVersion) : undefined;
    if (plan && !plan.devices.includes(device)) return 'device-not-in-plan';
    // Plans come with each contact; one that was filed just before may not have arrived.
    const knewSince = (time.anchor?.at ?? 0) - planArrivesMs;
    const isPlanOutdated = named && (await this.#plans.isOutdated(classId, planVersion, knewSince));
    return judgeCheckIn(data, { wall, plan, idSeen: isCheckInKnown(data.id), isPlanOutdated });
  }

  async #judgeSegment(
    body: RecordBody,
    data: RecordData<'segment'>,
    receivedAt: number,
  ): Promise<FindingCode | undefined> {
    const place = { ...data, classId: body.class };
    const rivals = await this.#stores.projections.segmentRivals(place, longestSegmentMs);
    return judgeSegment(data, { receivedAt, rivals, wall: body.wall });
  }

  async #judgeDrawn(
    { class: classId, wall }: RecordBody,
    { kind, data }: Extract<KnownRecord, { kind: 'photo' | 'presence' }>,
  ): Promise<FindingCode | undefined> {
    const { session, dueAt } = data;
    const drawn = classId === null ? [] : await this.#plans.drawn(classId, { kind, session, dueAt });
    return judgeDrawn(data, { wall, drawn });
  }

  /** A kiosk can find damaged only what it wrote: a record up to this one, a segment that it announced. */
  async #isDamageOfOwn(
    { device, seq }: RecordBody,
    { item, subject }: RecordData<'damage'>,
  ): Promise<boolean> {
    if (item === 'segment') {
      return isOf(Digest, subject) && this.#stores.segmentFiles.wasAnnounced(device, subject);
    }
    return isOf(Counter, subject) && BigInt(subject) > 0n && BigInt(subject) <= BigInt(seq);
  }
}

/** What somebody may be paid for, and what a kiosk with a moved clock could take at a moment of its own choice. */
function needsProvenTime(is: KnownRecord): boolean {
  const provesAttendance =
    is.kind === 'segment' || (is.kind === 'check-in' && is.data.outcome === 'accepted');
  return provesAttendance || is.kind === 'photo' || is.kind === 'presence';
}
