import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { RecordBody, RecordData, RecordKind, SignedRecord } from '../../sync/contract/records.ts';
import { type ChainHead, type DeviceIdentity, emptyLog } from '../../sync/evidence/chain.ts';
import { deviceIdOf, memoryKey, type Signer } from '../../sync/evidence/keys.ts';
import { recordDigest, rotationMessage, sealRecord } from '../../sync/evidence/record.ts';
import { sealStatement } from '../../sync/evidence/statement.ts';

/** What a record's clocks show. */
export interface WrittenAt {
  readonly mono: number;
  readonly wall: number;
}

/** Writes a device's log in memory, with levers to write it wrongly. The device key signs, until `begin`. */
export class LogWriter {
  /** The device key, as the server is told it. */
  signer: Signer;
  readonly identity: DeviceIdentity;
  readonly records: SignedRecord[] = [];
  boot = 'boot-1';
  anchor: string | null = null;
  #recordKey: Signer;
  #head: ChainHead;

  constructor(device: string | undefined = 'dev_test', deviceKey = memoryKey('ES256')) {
    this.signer = deviceKey;
    this.#recordKey = deviceKey;
    const { suite, publicKey, keyId } = deviceKey;
    this.identity = {
      device: device ?? deviceIdOf(publicKey),
      suite: suite as DeviceIdentity['suite'],
      publicKey,
      keyId,
    };
    this.#head = emptyLog(this.identity);
  }

  get head(): ChainHead {
    return this.#head;
  }

  /** Appends a boot record: from here on a key of this start signs. */
  begin(by: Signer = this.signer, bootKey = memoryKey('ES256')): SignedRecord {
    const { device } = this.identity;
    const seq = String(this.#head.seq + 1n);
    const { publicKey } = bootKey;
    const key = sealStatement(
      'boot-key',
      { v: 1, device, seq, boot: this.boot, publicKey, suite: bootKey.suite as DeviceIdentity['suite'] },
      by,
    );
    this.#recordKey = bootKey;
    return this.append('boot', { program: 'kiosk', node: 'v20', key } as RecordData<'boot'>, { class: null });
  }

  /** Appends a change of the device key, signed for by both. The server knows `next` once it has this record. */
  rotate(next: Signer, signed: { old?: Signer; fresh?: Signer; seq?: string } = {}): SignedRecord {
    const { publicKey } = next;
    const { device } = this.identity;
    const suite = next.suite as DeviceIdentity['suite'];
    const seq = signed.seq ?? String(this.#head.seq + 1n);
    const message = rotationMessage({ device, seq, oldKey: this.signer.keyId, publicKey, suite });
    const byOld = (signed.old ?? this.signer).sign(message);
    const byNew = (signed.fresh ?? next).sign(message);
    return this.append('rotation', { publicKey, suite, byOld, byNew }, { class: null });
  }

  append<K extends RecordKind>(kind: K, data: RecordData<K>, change: Partial<RecordBody> = {}): SignedRecord {
    const { mono, wall } = this.writtenAt(data);
    const body: RecordBody = {
      v: 2,
      device: this.identity.device,
      seq: String(this.#head.seq + 1n),
      prev: this.#head.digest,
      kind,
      boot: this.boot,
      mono,
      uptime: mono,
      wall,
      anchor: this.anchor,
      class: 'cls_test',
      data: data as Record<string, unknown>,
      ...change,
    };
    if (body.v === 1) delete body.uptime;
    const record = sealRecord(body, this.#recordKey);
    this.#head = { seq: this.#head.seq + 1n, digest: recordDigest(record) };
    this.records.push(record);
    return record;
  }

  /** The log goes on from this record, which is not the one that was written there. */
  goOnFrom(record: SignedRecord): void {
    this.#head = { seq: BigInt(record.body.seq), digest: recordDigest(record) };
    this.records[this.records.length - 1] = record;
  }

  protected writtenAt(data: object): WrittenAt {
    const mono = Number(this.#head.seq) * 1_000;
    return { mono, wall: wallOf(data) ?? 1_800_000_000_000 + mono };
  }
}

/** A record of a moment is written at that moment. */
export function wallOf(data: object): number | undefined {
  return 'at' in data && typeof data.at === 'number' ? data.at : undefined;
}

/** A check-in of the plan's first trainee, a minute before its first session. */
export function checkInOf(
  plan: ClassPlan,
  change: Partial<RecordData<'check-in'>> = {},
): RecordData<'check-in'> {
  const [first] = plan.periods;
  const trainee = plan.people.find(({ role }) => role === 'trainee');
  if (!first || !trainee) throw new Error('a plan without a trainee or a period');
  const place = { session: first.session, person: trainee.id, at: first.startAt - 60_000 };
  return checkInData({ ...place, planVersion: plan.version, ...change });
}

/** Data of a believable accepted check-in. */
export function checkInData(change: Partial<RecordData<'check-in'>> = {}): RecordData<'check-in'> {
  return {
    id: 'chk_1',
    session: 'ses_1',
    person: 'per_1',
    role: 'trainee',
    method: 'finger',
    outcome: 'accepted',
    direction: 'in',
    reason: 'on-time',
    minutes: 0,
    at: 1_800_000_000_000,
    planVersion: 1,
    evidence: { kind: 'finger', score: 120, reader: 'synochip', simulated: true, decisionMs: 150 },
    ...change,
  };
}
