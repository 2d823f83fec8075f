import type { FindingCode } from '../../sync/contract/findings.ts';
import type { RecordBody, SignedRecord } from '../../sync/contract/records.ts';
import { interpret } from '../../sync/evidence/record.ts';
import type { ServerParts } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import type { Stores } from '../storage/stores.ts';
import type { ChunkVerdict } from '../verify/verify-chunk.ts';
import { PlanBook } from './plan-book.ts';
import { HoldJudge } from './reason-to-hold.ts';
import { type JudgedTime, TimeJudge } from './time-judge.ts';

export interface VerifiedChunk {
  readonly device: KnownDevice;
  /** Consecutive received records; not empty. */
  readonly rows: readonly StoredRecord[];
  readonly verdict: ChunkVerdict;
}

/** What came of one record. */
export interface Judged {
  readonly row: StoredRecord;
  readonly body: RecordBody;
  readonly time: JudgedTime;
  /** Why it is held; undefined when it is accepted. */
  readonly heldFor: FindingCode | undefined;
}

interface Ready {
  readonly bodies: readonly RecordBody[];
  readonly before: RecordBody | undefined;
  readonly times: TimeJudge;
  readonly plans: PlanBook;
  readonly holds: HoldJudge;
  /** Ids of accepted check-ins that records of the chunk carry, too. */
  readonly known: Set<string>;
}

/** Judges the records of one chunk in their order, by what is stored and by those before them. */
export class ChunkJudge {
  readonly #chunk: VerifiedChunk;
  readonly #ready: Ready;

  private constructor(chunk: VerifiedChunk, ready: Ready) {
    this.#chunk = chunk;
    this.#ready = ready;
  }

  static async prepare(
    parts: Pick<ServerParts, 'serverKey'>,
    stores: Stores,
    chunk: VerifiedChunk,
  ): Promise<ChunkJudge> {
    const { device, rows } = chunk;
    const bodies = rows.map(({ text }) => (JSON.parse(text) as SignedRecord).body);
    const earlier = await stores.records.at(device.device, (rows[0] as StoredRecord).seq - 1);
    const before = earlier && (JSON.parse(earlier.text) as SignedRecord).body;
    const plans = new PlanBook(stores.classes, parts.serverKey.publicKey);
    return new ChunkJudge(chunk, {
      bodies,
      before,
      times: await TimeJudge.prepare(stores, parts.serverKey.publicKey, device.device, bodies, before),
      plans,
      holds: new HoldJudge(parts, stores, plans, device),
      known: new Set(await stores.projections.knownCheckIns(bodies.flatMap(checkInIdOf))),
    });
  }

  async judge(index: number): Promise<Judged> {
    const { bodies, before, times, plans, holds, known } = this.#ready;
    const { device, rows, verdict } = this.#chunk;
    const row = rows[index] as StoredRecord;
    const body = bodies[index] as RecordBody;
    const previous = index === 0 ? before : bodies[index - 1];
    const time = times.judge(body, row, previous, await plans.maxOfflineMs(body.class));
    const heldFor = await holds.reasonToHold(body, {
      fault: verdict.faults[index] ?? null,
      time,
      deviceKey: device.verified.deviceKey,
      receivedAt: row.received_at,
      isCheckInKnown: (id) => known.has(id),
    });
    if (!heldFor) for (const id of checkInIdOf(body)) known.add(id);
    return { row, body, time, heldFor };
  }
}

function checkInIdOf(body: RecordBody): readonly string[] {
  if (body.kind !== 'check-in') return [];
  const read = interpret(body);
  return read.kind === 'known' && read.is.kind === 'check-in' ? [read.is.data.id] : [];
}
