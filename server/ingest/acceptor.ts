import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../sync/base/errors.ts';
import type { Acceptance, ServerParts } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import type { StoredRecord } from '../storage/record-store.ts';
import { inTransaction, type Stores, storesOf } from '../storage/stores.ts';
import { areKeysOurs } from '../verify/check-keys.ts';
import { isYetToJudge } from '../verify/check-place.ts';
import type { RecordVerifier } from '../verify/record-verifier.ts';
import { acceptChunk } from './accept-chunk.ts';
import { changedRegistration } from './device-faults.ts';
import { enterOldRecords } from './enter-old-records.ts';

const chunkRecords = 250;
/** While batches keep coming, verifying waits, for so long: a kiosk is waiting for its receipts, and nobody for this. */
const quietMs = 200;
const waitsAtMostMs = 2_000;
/** What could not be judged, because a plan in the store was edited, is tried again. */
const tryAgainMs = 30_000;

/**
 * Verifies what kiosks have sent, a device at a time in the order of its log: signatures in worker threads, then time,
 * device and plan; what holds is accepted and enters the server's log.
 */
export class Acceptor implements Acceptance {
  readonly #parts: ServerParts;
  readonly #stores: Stores;
  readonly #verifier: RecordVerifier;
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  /** Devices with records that can never be judged: said once. */
  readonly #stuck = new Set<string>();
  /** When a batch last came, ms of performance.now(). */
  #busyAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: ServerParts, verifier: RecordVerifier) {
    this.#parts = parts;
    this.#stores = storesOf(parts.database);
    this.#verifier = verifier;
  }

  /** Takes up what an earlier run left, and tries again at intervals. */
  async start(): Promise<void> {
    const retry = async () => {
      for (const device of await this.#stores.records.devicesWaiting()) this.kick(device);
    };
    await enterOldRecords(this.#parts);
    await retry();
    this.#timer = setInterval(() => void retry().catch((error) => this.#say(error)), tryAgainMs);
    this.#timer.unref();
  }

  /** This device has records that wait; `moreFollow`: and is about to send others, which verifying would only delay. */
  kick(device: string, moreFollow = false): void {
    this.#again.add(device);
    this.#busyAt = performance.now();
    if (this.#running.has(device) || this.#closed) return;
    const run = this.#run(device, moreFollow).finally(() => this.#running.delete(device));
    this.#running.set(device, run);
  }

  /** Resolves when nothing of this device (of any, without one) is being verified. */
  async settled(device?: string): Promise<void> {
    const now = device === undefined ? [...this.#running.values()] : [this.#running.get(device)];
    await Promise.all(now);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.settled();
    await this.#verifier.close();
  }

  async #run(device: string, moreFollow: boolean): Promise<void> {
    try {
      for (let waits = moreFollow; !this.#closed && this.#again.delete(device); waits = true) {
        if (waits) await this.#untilQuiet();
        if (await this.#chunk(device)) this.#again.add(device);
      }
    } catch (error) {
      this.#say(error);
    }
  }

  async #untilQuiet(): Promise<void> {
    const startedAt = performance.now();
    while (!this.#closed && performance.now() - this.#busyAt < quietMs) {
      if (performance.now() - startedAt > waitsAtMostMs) return;
      await pause(quietMs / 4);
    }
  }

  /** One chunk; true when more may wait. Throws `conflict` when the keys to judge by were edited. */
  async #chunk(deviceId: string): Promise<boolean> {
    const device = await this.#stores.devices.find(deviceId);
    if (!device) return false;
    // It signed for more than it sent: until that has come, what is here may be of another log.
    const promised = await this.#stores.timeReceipts.newestPlace(deviceId);
    if (promised && BigInt(promised.seq) > device.head.seq) return false;
    const { seq, deviceKey, signingKey } = device.verified;
    const waiting = await this.#stores.records.received(deviceId, Number(seq), chunkRecords);
    const next = followOn(seq, waiting);
    await this.#sayStuck(device, next.length < waiting.length);
    const rows = upToRotation(next);
    if (rows.length === 0) return false;
    const serverKey = this.#parts.serverKey.publicKey;
    if (!(await areKeysOurs(this.#stores, device, serverKey))) throw changedRegistration();
    const keys = { deviceKey, signingKey };
    const verdict = await this.#verifier.verify({ keys, texts: rows.map(({ text }) => text) });
    await inTransaction(this.#parts.database, async (stores) => {
      // Another program on the same store (`--ingest`) may have been quicker; and it may have been revoked meanwhile.
      const now = await stores.devices.find(deviceId);
      if (!now || !isDeepStrictEqual(now.verified, device.verified)) return;
      await acceptChunk(this.#parts, stores, { device: now, rows, verdict });
    });
    return next.length === chunkRecords || rows.length < next.length;
  }

  /** Records that say that they wait, and do not follow what was judged, were edited: the pass over the store names them. */
  async #sayStuck({ device, verified }: KnownDevice, hasHole: boolean): Promise<void> {
    if (this.#stuck.has(device)) return;
    const [first] = await this.#stores.records.received(device, 0, 1);
    const isStuck = hasHole || (first !== undefined && BigInt(first.seq) <= verified.seq);
    if (!isStuck) return;
    this.#stuck.add(device);
    this.#parts.log.warn(
      { device },
      'records wait that do not follow what was judged: they are left as they are',
    );
  }

  #say(error: unknown): void {
    this.#parts.log.error({ fault: messageOf(error) }, 'records wait to be verified: they are tried again');
  }
}

/** A chunk ends with a rotation, so that one device key counts for all of it, and the next one is certified after it. */
function upToRotation(rows: readonly StoredRecord[]): readonly StoredRecord[] {
  const end = rows.findIndex(({ kind }) => kind === 'rotation');
  return end < 0 ? rows : rows.slice(0, end + 1);
}

/** The records that go on where judging ended, without a break; what was judged before is never judged again. */
function followOn(judged: bigint, rows: readonly StoredRecord[]): readonly StoredRecord[] {
  const isNext = (row: StoredRecord, index: number) =>
    BigInt(row.seq) === judged + 1n + BigInt(index) && isYetToJudge(row, judged);
  const end = rows.findIndex((row, index) => !isNext(row, index));
  return end < 0 ? rows : rows.slice(0, end);
}
