import { setImmediate } from 'node:timers/promises';
import { deviceIdOf } from '../../sync/evidence/keys.ts';
import { groupBy } from '../group-by.ts';
import { newCertificate } from '../ingest/certify.ts';
import { isPullable, type Projection, project } from '../ingest/project.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { inTransaction } from '../storage/stores.ts';
import { certificateOf, changedDevice } from './check-device.ts';
import { checkRecord, wholeState } from './check-record.ts';
import { sameProjections } from './compare-projections.ts';
import { DeviceCredentials } from './device-credentials.ts';
import { changedRecord, markChanged } from './mark-record.ts';

const chunkRecords = 100;
/** Of a long run of missing records, as many are named. */
const missingNamed = 100;

/** Reads one device's stored log again, from its first record. */
export class LogScrub {
  readonly found: NewFinding[] = [];
  readonly #context: Context;
  readonly #device: string;
  readonly #identity: KnownDevice | undefined;
  /** While the device's own row does not hold, none of its records is proven; those that are whole are not named. */
  readonly #certified: boolean;
  #seq = 0;
  /** What the next record must carry as `prev`; undefined after a damaged one, so that one edit names one record. */
  #digest: string | undefined;

  constructor(context: Context, device: string, identity: KnownDevice | undefined) {
    this.#context = context;
    this.#device = device;
    this.#identity = identity;
    this.#certified = certificateOf(identity, context.serverKey.publicKey) !== undefined;
    this.#digest = identity?.keyId;
    if (!this.#certified) this.found.push(changedDevice(device));
  }

  /** Other requests are served between two chunks. Stops early when `signal` says so. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.#chunk())) await setImmediate();
    const head = Number(this.#identity?.verified.seq ?? 0);
    if (!signal.aborted) this.#expectNext(head + 1);
  }

  async #chunk(): Promise<boolean> {
    const { stores, serverKey } = this.#context;
    const stored = await stores.records.after(this.#device, this.#seq, chunkRecords);
    // What was not judged yet has nothing beside it to compare.
    const rows = stored.filter(({ state }) => state !== 'received');
    const devices = this.#identity ? [this.#judgedBy(this.#identity)] : [];
    const credentials = await DeviceCredentials.load(stores, devices, serverKey.publicKey);
    const ids = rows.map((row) => row.id);
    const projections = await stores.projections.ofRecords(ids);
    const byRecord = groupBy(projections, ({ row }) => String(row.record_id));
    const fed = await stores.feed.contains(ids);
    for (const row of rows) {
      const projected = byRecord.get(String(row.id)) ?? [];
      await this.#check(row, credentials, projected, fed.has(row.id));
    }
    return rows.length === chunkRecords;
  }

  async #check(
    row: StoredRecord,
    credentials: DeviceCredentials,
    projections: readonly Projection[],
    fed: boolean,
  ): Promise<void> {
    this.#expectNext(row.seq);
    const whole = checkRecord(row, credentials, this.#context.serverKey.publicKey);
    const chained = whole && (this.#digest === undefined || whole.record.body.prev === this.#digest);
    this.#seq = row.seq;
    this.#digest = whole ? row.digest : undefined;
    const expected = whole && row.held_for === null ? project(row.id, whole.record.body) : undefined;
    const projected = sameProjections(expected ? [expected] : [], projections);
    const pullable = expected !== undefined && isPullable(expected);
    const sound = chained && projected && (fed || !pullable);
    if (sound && this.#certified) return this.#heal(row, pullable);
    // Without the device's key nothing can be said of one record.
    const found = sound || !this.#hasOwnKey() ? changedDevice(this.#device) : changedRecord(row);
    if (found.code === 'record-changed') this.found.push(found);
    if (row.state !== 'changed') await markChanged(this.#context, row, found);
  }

  /** Where only its certificate was edited, its records are judged by the key from which its id comes. */
  #judgedBy(identity: KnownDevice): KnownDevice {
    if (this.#certified || !this.#hasOwnKey()) return identity;
    const statement = newCertificate(this.#context, identity.device, identity, '0');
    return { ...identity, certificates: [...identity.certificates, { keyId: identity.keyId, statement }] };
  }

  #hasOwnKey(): boolean {
    return this.#identity !== undefined && deviceIdOf(this.#identity.publicKey) === this.#device;
  }

  async #heal(row: StoredRecord, pullable: boolean): Promise<void> {
    if (row.state !== 'changed') return;
    await inTransaction(this.#context.database, async (stores) => {
      await stores.records.setState(row.id, wholeState(row));
      if (pullable) await stores.feed.append(row.id);
    });
  }

  #expectNext(seq: number): void {
    const missing = Math.min(seq - this.#seq - 1, missingNamed);
    for (let i = 1; i <= missing; i += 1) {
      this.found.push(changedRecord({ device: this.#device, seq: this.#seq + i, class_id: null }));
      this.#digest = undefined;
    }
  }
}
