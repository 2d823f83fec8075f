import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { RecordBody, RecordData, RecordKind, SignedRecord } from '../../sync/contract/records.ts';
import { type DeviceIdentity, emptyHead } from '../../sync/evidence/chain.ts';
import { memoryKey, type Signer } from '../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../sync/evidence/record.ts';

/** Writes a device's log in memory, with levers to write it wrongly. */
export class LogWriter {
  readonly signer: Signer;
  readonly identity: DeviceIdentity;
  readonly records: SignedRecord[] = [];
  #head: { seq: bigint; digest: string };

  constructor(device = 'dev_test', signer = memoryKey('ES256')) {
    this.signer = signer;
    this.identity = { device, publicKey: signer.publicKey, keyId: signer.keyId };
    this.#head = { ...emptyHead(this.identity) };
  }

  append<K extends RecordKind>(kind: K, data: RecordData<K>, change: Partial<RecordBody> = {}): SignedRecord {
    const body: RecordBody = {
      v: 1,
      device: this.identity.device,
      seq: String(this.#head.seq + 1n),
      prev: this.#head.digest,
      kind,
      boot: 'boot-1',
      mono: Number(this.#head.seq) * 1_000,
      wall: wallOf(data) ?? 1_800_000_000_000 + Number(this.#head.seq) * 1_000,
      anchor: null,
      class: 'cls_test',
      data: data as Record<string, unknown>,
      ...change,
    };
    const record = sealRecord(body, this.signer);
    this.#head = { seq: this.#head.seq + 1n, digest: recordDigest(record) };
    this.records.push(record);
    return record;
  }
}

/** A record of a moment is written at that moment. */
function wallOf(data: object): number | undefined {
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
