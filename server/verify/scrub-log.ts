import { setImmediate } from 'node:timers/promises';
import { deviceIdOf } from '../../sync/evidence/keys.ts';
import { newCertificate } from '../ingest/certify.ts';
import { isPullable, project } from '../ingest/project.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { inTransaction } from '../storage/stores.ts';
import { certificateOf, changedDevice, revokedFrom } from './check-device.ts';
import { areKeysOurs, heldKeysOf } from './check-keys.ts';
import { isInItsPlace, isYetToJudge } from './check-place.ts';
import { checkRecord, wholeState } from './check-record.ts';
import { sameProjections } from './compare-projections.ts';
import { DeviceCredentials } from './device-credentials.ts';
import { changedRecord, markChanged } from './mark-record.ts';
import { type LogChunk, readLogChunk } from './read-log-chunk.ts';

const chunkRecords = 100;
/** Of a long run of missing records, as many are named. */
const missingNamed = 100;

/** What is known beside a record that was judged. */
interface Beside {
  readonly chunk: LogChunk;
  readonly credentials: DeviceCredentials;
  readonly revoked: bigint | undefined;
}

/** Reads one device's stored log again, from its first record. */
export class LogScrub {
  readonly found: NewFinding[] = [];
  readonly #context: Context;
  readonly #device: string;
  /** As it stood with the records that were read last. */
  #identity: KnownDevice | undefined;
  /** While the device's own row does not hold, none of its records is proven; those that are whole are not named. */
  readonly #certified: boolean;
  #isDeviceNamed = false;
  #seq = 0;
  /** What the next record must carry as `prev`; undefined after a damaged one, so that one edit names one record. */
  #digest: string | undefined;

  constructor(context: Context, device: string, identity: KnownDevice | undefined) {
    this.#context = context;
    this.#device = device;
    this.#identity = identity;
    this.#certified = certificateOf(identity, context.serverKey.publicKey) !== undefined;
    this.#digest = identity?.keyId;
  }

  /** Other requests are served between two chunks. Stops early when `signal` says so. */
  async run(signal: AbortSignal): Promise<void> {
    const { stores, serverKey } = this.#context;
    const identity = this.#certified ? this.#identity : undefined;
    if (!identity || !(await areKeysOurs(stores, identity, serverKey.publicKey))) this.#nameDevice();
    while (!signal.aborted && (await this.#chunk())) await setImmediate();
    if (!signal.aborted) this.#expectNext(storedUpTo(this.#identity) + 1);
  }

  async #chunk(): Promise<boolean> {
    const place = { after: this.#seq, limit: chunkRecords };
    const chunk = await readLogChunk(this.#context, this.#device, place);
    this.#identity = chunk.device;
    const serverKey = this.#context.serverKey.publicKey;
    const devices = chunk.device ? [await this.#judgedBy(chunk.device)] : [];
    const credentials = new DeviceCredentials(devices, chunk.bootKeys, serverKey);
    const revoked = chunk.device && revokedFrom(chunk.device, serverKey);
    for (const row of chunk.rows) {
      this.#expectNext(row.seq);
      if (row.state === 'received') this.#checkReceived(row);
      else await this.#check(row, { credentials, revoked, chunk });
    }
    return chunk.rows.length === chunkRecords;
  }

  /** What was not judged yet has nothing beside it to compare; but what was judged once is not judged again. */
  #checkReceived(row: StoredRecord): void {
    this.#seq = row.seq;
    this.#digest = undefined;
    if (!isYetToJudge(row, this.#judgedUpTo())) this.found.push(changedRecord(row));
  }

  async #check(row: StoredRecord, { credentials, revoked, chunk }: Beside): Promise<void> {
    if (BigInt(row.seq) > this.#judgedUpTo()) this.#nameDevice();
    const whole = checkRecord(row, credentials, this.#context.serverKey.publicKey);
    const chained = whole && (this.#digest === undefined || whole.record.body.prev === this.#digest);
    this.#seq = row.seq;
    this.#digest = whole ? row.digest : undefined;
    const expected = whole && row.held_for === null ? project(row.id, whole.record.body) : undefined;
    const projections = chunk.projections.get(String(row.id)) ?? [];
    const projected = sameProjections(expected ? [expected] : [], projections);
    const pullable = expected !== undefined && isPullable(expected);
    const given = chunk.fed.has(row.id) || !pullable;
    const sound = chained && projected && given && isInItsPlace(row, revoked);
    if (sound && this.#certified) return this.#heal(row, pullable);
    // Without the device's key nothing can be said of one record.
    const found = sound || !this.#hasOwnKey() ? changedDevice(this.#device) : changedRecord(row);
    if (found.code === 'record-changed') this.found.push(found);
    if (row.state !== 'changed') await markChanged(this.#context, row, found);
  }

  #nameDevice(): void {
    if (!this.#isDeviceNamed) this.found.push(changedDevice(this.#device));
    this.#isDeviceNamed = true;
  }

  #judgedUpTo(): bigint {
    return this.#identity?.verified.seq ?? 0n;
  }

  /**
   * Where only its certificate was edited, its records are judged by the key from which its id comes; and what is held
   * because a key was never certified, by that key.
   */
  async #judgedBy(identity: KnownDevice): Promise<KnownDevice> {
    const { stores, serverKey } = this.#context;
    const own = this.#hasOwnKey() ? [identity] : [];
    const keys = this.#certified ? await heldKeysOf(stores, identity, serverKey.publicKey) : own;
    const more = keys.map((key) => {
      const statement = newCertificate(this.#context, identity.device, key, '0');
      return { keyId: key.keyId, statement };
    });
    return { ...identity, certificates: [...identity.certificates, ...more] };
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

/** How many records of the device must be here, judged or not. */
function storedUpTo(identity: KnownDevice | undefined): number {
  return Math.max(Number(identity?.head.seq ?? 0), Number(identity?.verified.seq ?? 0));
}
