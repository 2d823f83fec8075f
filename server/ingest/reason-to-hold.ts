import { isOf } from '../../sync/base/parse.ts';
import { Counter, Digest } from '../../sync/contract/primitives.ts';
import type { RecordBody, RecordData } from '../../sync/contract/records.ts';
import type { FindingCode } from '../../sync/contract/review.ts';
import { interpret, type KnownRecord } from '../../sync/evidence/record.ts';
import type { Context } from '../parts.ts';
import type { Stores } from '../storage/stores.ts';
import { judgeCheckIn } from './judge-check-in.ts';
import { judgeSegment, longestSegmentMs } from './judge-segment.ts';
import { PlanBook } from './plan-book.ts';

/** Says why a record of a whole log still proves nothing. Serves one batch. */
export class HoldJudge {
  readonly #clock: Context['clock'];
  readonly #stores: Stores;
  readonly #plans: PlanBook;

  constructor({ clock, serverKey }: Context, stores: Stores) {
    this.#clock = clock;
    this.#stores = stores;
    this.#plans = new PlanBook(stores.classes, serverKey.publicKey);
  }

  /** Kinds that we do not know are kept as they are. Throws `conflict` when the plan to judge by was edited. */
  async reasonToHold(body: RecordBody): Promise<FindingCode | undefined> {
    const read = interpret(body);
    if (read.kind === 'malformed') return 'malformed-record';
    if (body.class !== null && !(await this.#plans.lists(body.class, body.device))) {
      return 'device-not-in-plan';
    }
    return read.kind === 'known' ? this.#judge(body, read.is) : undefined;
  }

  async #judge(body: RecordBody, is: KnownRecord): Promise<FindingCode | undefined> {
    switch (is.kind) {
      case 'check-in':
        return this.#judgeCheckIn(body, is.data);
      case 'segment':
        return this.#judgeSegment(body, is.data);
      case 'damage':
        return (await this.#isDamageOfOwn(body, is.data)) ? undefined : 'malformed-record';
      default:
        return undefined;
    }
  }

  async #judgeCheckIn(body: RecordBody, data: RecordData<'check-in'>): Promise<FindingCode | undefined> {
    const { class: classId, device, wall } = body;
    const { planVersion, outcome, id } = data;
    const named = outcome === 'accepted' && classId !== null && planVersion !== null;
    const plan = named ? await this.#plans.version(classId, planVersion) : undefined;
    if (plan && !plan.devices.includes(device)) return 'device-not-in-plan';
    return judgeCheckIn(data, { wall, plan, idSeen: await this.#stores.projections.hasCheckIn(id) });
  }

  async #judgeSegment(body: RecordBody, data: RecordData<'segment'>): Promise<FindingCode | undefined> {
    const place = { ...data, classId: body.class };
    const rivals = await this.#stores.projections.segmentRivals(place, longestSegmentMs);
    return judgeSegment(data, { receivedAt: this.#clock.now(), rivals });
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
