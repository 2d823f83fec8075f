import type { RecordBody } from '../../sync/contract/records.ts';
import { openStatement } from '../../sync/evidence/statement.ts';
import { judgeTime, type ProvenTime, type TimeReceipt } from '../../sync/evidence/time.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import type { Stores } from '../storage/stores.ts';

/** When a record was provably written, and the receipt that says after what. */
export interface JudgedTime extends ProvenTime {
  readonly anchor: TimeReceipt | undefined;
}

/** Judges the time of consecutive records of one device, from the receipts that this server gave. */
export class TimeJudge {
  readonly #anchors: ReadonlyMap<string, TimeReceipt>;
  /** Those that cover the records, by place. */
  readonly #covering: readonly TimeReceipt[];

  private constructor(anchors: ReadonlyMap<string, TimeReceipt>, covering: readonly TimeReceipt[]) {
    this.#anchors = anchors;
    this.#covering = covering;
  }

  /** `bodies`: consecutive records of `device`, not empty; `before`: the one before them. */
  static async prepare(
    stores: Stores,
    serverKey: string,
    device: string,
    bodies: readonly RecordBody[],
    before: RecordBody | undefined,
  ): Promise<TimeJudge> {
    const open = (statement: unknown) => {
      const receipt = openStatement('time-receipt', statement, serverKey)?.body;
      return receipt?.device === device ? [receipt] : [];
    };
    const ids = [...(before ? [before] : []), ...bodies].flatMap(({ anchor }) => anchor ?? []);
    const named = await stores.timeReceipts.byIds([...new Set(ids)]);
    const anchors = [...named].flatMap(([id, statement]) => open(statement).map((one) => [id, one] as const));
    const [first, last] = [Number(bodies[0]?.seq), Number(bodies.at(-1)?.seq)];
    const covering = await stores.timeReceipts.covering(device, first, last);
    return new TimeJudge(new Map(anchors), covering.flatMap(open));
  }

  judge(
    body: RecordBody,
    row: Pick<StoredRecord, 'seq' | 'received_at'>,
    previous: RecordBody | undefined,
    maxOfflineMs: number,
  ): JudgedTime {
    const named = body.anchor === null ? undefined : this.#anchors.get(body.anchor);
    const anchor = named && Number(named.seq) < row.seq ? named : undefined;
    const covering = this.#covering.filter(({ seq }) => Number(seq) >= row.seq).map(({ at }) => at);
    const latestAt = Math.min(row.received_at, ...covering);
    const previousAnchor = previous?.anchor == null ? undefined : this.#anchors.get(previous.anchor);
    const facts = { anchor, previous, previousAnchor, latestAt, maxOfflineMs };
    return { ...judgeTime(body, facts), anchor };
  }
}
