import type { Clock } from '../../sync/base/clock.ts';
import type { DeviceSuite } from '../../sync/contract/primitives.ts';
import type { RecordBody, RecordData, RecordKind } from '../../sync/contract/records.ts';
import type { Statement, StatementBody } from '../../sync/contract/statements.ts';
import { canonicalJson } from '../../sync/evidence/canonical-json.ts';
import { type ChainHead, type DeviceIdentity, emptyLog } from '../../sync/evidence/chain.ts';
import { keyIdOf, type Signer } from '../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../sync/evidence/record.ts';
import type { Db } from './database.ts';
import { orDiskFull } from './disk-full.ts';
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

/** A log is longer than memory is wide. */
const rowsAtOnce = 500;

/** Runs a write; what it does about a full disk is its own affair. */
export type WithRoom = <T>(work: () => T) => T;

/**
 * The signed log of this kiosk. `begin` comes first: a key made in memory at each start signs the records, so that
 * no commit waits for the device key, which may lie in hardware.
 */
export class LogStore implements FactLog {
  /** The device and its first key. */
  readonly identity: DeviceIdentity;
  /** Id of the newest time receipt, which records carry. */
  anchor: string | null = null;
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #withRoom: WithRoom;
  #signer: Signer | undefined;
  readonly #projections: Projections;
  readonly #insert;
  readonly #after;
  readonly #listeners: (() => void)[] = [];
  #head: ChainHead;

  constructor(db: Db, identity: DeviceIdentity, clock: Clock, withRoom: WithRoom = orDiskFull) {
    this.#db = db;
    this.#clock = clock;
    this.#withRoom = withRoom;
    this.#projections = new Projections(db);
    this.identity = identity;
    this.#insert = db.prepare('INSERT INTO log (seq, digest, kind, class, envelope) VALUES (?, ?, ?, ?, ?)');
    this.#after = db.prepare<[number, number], LogRow>(
      'SELECT seq, digest, envelope FROM log WHERE seq > ? ORDER BY seq LIMIT ?',
    );
    this.#head = this.#readHead();
  }

  /** What the device key must sign before `bootKey` may sign records. */
  bootKeyBody(bootKey: Signer): StatementBody<'boot-key'> {
    const { publicKey } = bootKey;
    const seq = String(this.#head.seq + 1n);
    const suite = bootKey.suite as DeviceSuite;
    return { v: 1, device: this.identity.device, seq, boot: this.#clock.boot, publicKey, suite };
  }

  /** Appends the boot record: from here on `bootKey` signs. `key`: the device key's word on it. */
  begin(bootKey: Signer, key: Statement<'boot-key'>): void {
    this.#signer = bootKey;
    this.append('boot', null, { program: 'kiosk', node: process.version, key } as RecordData<'boot'>);
  }

  append<K extends RecordKind>(
    kind: K,
    classId: string | null,
    data: RecordData<K>,
    alongside?: () => void,
  ): void {
    if (!this.#signer) throw new Error('the log is begun before anything is appended');
    // An outer transaction could undo the row after the chain has moved on.
    if (this.#db.inTransaction) throw new Error('a record is appended in a transaction of its own');
    const body = this.#nextBody(kind, classId, data);
    const record = sealRecord(body, this.#signer);
    const digest = recordDigest(record);
    this.#withRoom(() =>
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

  /** The newest device key that the log names after the first, and where; undefined when there was no other. */
  newestRotation(): Rotation | undefined {
    return newestRotationIn(this.#db);
  }

  get head(): ChainHead {
    return this.#head;
  }

  get lastSeq(): number {
    return Number(this.#head.seq);
  }

  /** Makes every projected table again from the log. */
  rebuild(): void {
    this.#db.transaction(() => {
      this.#projections.clear();
      for (let seq = 0; ; ) {
        const rows = this.after(seq, rowsAtOnce);
        for (const { envelope } of rows)
          this.#projections.apply((JSON.parse(envelope) as { body: RecordBody }).body);
        if (rows.length < rowsAtOnce) return;
        seq = rows.at(-1)?.seq ?? seq;
      }
    })();
  }

  #nextBody(kind: RecordKind, classId: string | null, data: object): RecordBody {
    return {
      v: 2,
      device: this.identity.device,
      seq: String(this.#head.seq + 1n),
      prev: this.#head.digest,
      kind,
      boot: this.#clock.boot,
      mono: this.#clock.mono(),
      wall: this.#clock.now(),
      uptime: this.#clock.uptime(),
      anchor: this.anchor,
      class: classId,
      data: data as Record<string, unknown>,
    };
  }

  #readHead(): ChainHead {
    const last = this.#db
      .prepare<[], { seq: number; digest: string }>('SELECT seq, digest FROM log ORDER BY seq DESC LIMIT 1')
      .get();
    return last ? { seq: BigInt(last.seq), digest: last.digest } : emptyLog(this.identity);
  }
}

interface Rotation {
  readonly seq: number;
  readonly keyId: string;
}

/** The same, of a log that is not open yet. */
export function newestRotationIn(db: Db): Rotation | undefined {
  const row = db
    .prepare<[], LogRow>(
      `SELECT seq, digest, envelope FROM log WHERE kind = 'rotation' ORDER BY seq DESC LIMIT 1`,
    )
    .get();
  if (!row) return undefined;
  const { body } = JSON.parse(row.envelope) as { body: { data: RecordData<'rotation'> } };
  return { seq: row.seq, keyId: keyIdOf(body.data.publicKey) };
}
