import type { Clock } from '../../sync/base/clock.ts';
import type { RecordBody, RecordData, RecordKind } from '../../sync/contract/records.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { type ChainHead, type DeviceIdentity, emptyHead } from '../../sync/evidence/chain.ts';
import type { Signer } from '../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../sync/evidence/record.ts';
import { type Db, orDiskFull } from './database.ts';
import { Projections } from './projections.ts';

export interface LogRow {
  readonly seq: number;
  readonly digest: string;
  readonly envelope: string;
}

/** Anything that facts can be written to. */
export interface FactLog {
  /**
   * Signs and appends one fact, with the rows that it stands for, in one transaction; `alongside` writes into the
   * same one what lies outside the log (a template, a plan). Durable when it returns; nothing is saved when it throws.
   */
  append<K extends RecordKind>(
    kind: K,
    classId: string | null,
    data: RecordData<K>,
    alongside?: () => void,
  ): void;
}

/** The signed log of this kiosk. */
export class LogStore implements FactLog {
  readonly identity: DeviceIdentity;
  readonly #db: Db;
  readonly #signer: Signer;
  readonly #clock: Clock;
  readonly #projections: Projections;
  readonly #insert;
  readonly #after;
  readonly #listeners: (() => void)[] = [];
  #head: ChainHead;

  constructor(db: Db, device: string, signer: Signer, clock: Clock) {
    this.#db = db;
    this.#signer = signer;
    this.#clock = clock;
    this.#projections = new Projections(db);
    this.identity = { device, publicKey: signer.publicKey, keyId: signer.keyId };
    this.#insert = db.prepare('INSERT INTO log (seq, digest, kind, class, envelope) VALUES (?, ?, ?, ?, ?)');
    this.#after = db.prepare<[number, number], LogRow>(
      'SELECT seq, digest, envelope FROM log WHERE seq > ? ORDER BY seq LIMIT ?',
    );
    this.#head = this.#readHead();
  }

  append<K extends RecordKind>(
    kind: K,
    classId: string | null,
    data: RecordData<K>,
    alongside?: () => void,
  ): void {
    // An outer transaction could undo the row after the chain has moved on.
    if (this.#db.inTransaction) throw new Error('a record is appended in a transaction of its own');
    const body = this.#nextBody(kind, classId, data);
    const record = sealRecord(body, this.#signer);
    const digest = recordDigest(record);
    orDiskFull(() =>
      this.#db.transaction(() => {
        this.#insert.run(BigInt(body.seq), digest, kind, classId, canonicalJson(record));
        this.#projections.apply(body);
        alongside?.();
      })(),
    );
    this.#head = { seq: BigInt(body.seq), digest };
    for (const listener of this.#listeners) listener();
  }

  /** Called after each append. */
  onAppend(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Stored records after `seq`, oldest first. */
  after(seq: number, limit: number): LogRow[] {
    return this.#after.all(seq, limit);
  }

  get lastSeq(): number {
    return Number(this.#head.seq);
  }

  /** Makes every projected table again from the log. */
  rebuild(): void {
    this.#db.transaction(() => {
      this.#projections.clear();
      for (const row of this.after(0, Number.MAX_SAFE_INTEGER)) {
        this.#projections.apply((JSON.parse(row.envelope) as { body: RecordBody }).body);
      }
    })();
  }

  #nextBody(kind: RecordKind, classId: string | null, data: object): RecordBody {
    return {
      v: 1,
      device: this.identity.device,
      seq: String(this.#head.seq + 1n),
      prev: this.#head.digest,
      kind,
      boot: this.#clock.boot,
      mono: this.#clock.mono(),
      wall: this.#clock.now(),
      anchor: null,
      class: classId,
      data: data as Record<string, unknown>,
    };
  }

  #readHead(): ChainHead {
    const last = this.#db
      .prepare<[], { seq: number; digest: string }>('SELECT seq, digest FROM log ORDER BY seq DESC LIMIT 1')
      .get();
    return last ? { seq: BigInt(last.seq), digest: last.digest } : emptyHead(this.identity);
  }
}
