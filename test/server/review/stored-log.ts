import { project } from '../../../server/ingest/project.ts';
import type { ReceivedRecord, Settled } from '../../../server/storage/record-store.ts';
import type { RecordBody, RecordData, RecordKind } from '../../../sync/contract/records.ts';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { deviceIdOf, memoryKey, type Signer } from '../../../sync/evidence/keys.ts';
import { recordDigest, sealRecord } from '../../../sync/evidence/record.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import type { TestServer } from '../../helpers/test-server.ts';

interface Enrolled {
  readonly name?: string;
  /** Epoch ms. */
  readonly expiresAt?: number;
}

/**
 * A device whose records lie in the server's store in whatever state a test needs, put there past the protocol: what
 * is tested with it is what reviewers are shown of a store, not how it came about.
 */
export class StoredLog {
  readonly signer: Signer = memoryKey('ES256');
  readonly device = deviceIdOf(this.signer.publicKey);
  readonly #server: TestServer;
  readonly #classId: () => string | null;
  #seq = 0;

  private constructor(server: TestServer, classId: () => string | null) {
    this.#server = server;
    this.#classId = classId;
  }

  static async enrol(
    server: TestServer,
    classId: () => string | null,
    { name = '101 教室', expiresAt = server.clock.now() + 90 * 86_400_000 }: Enrolled = {},
  ): Promise<StoredLog> {
    const log = new StoredLog(server, classId);
    const { device, signer } = log;
    const { publicKey, keyId } = signer;
    const issuedAt = server.clock.now();
    const body = { v: 2, device, publicKey, suite: 'ES256', afterSeq: '0', issuedAt, expiresAt } as const;
    const certificate = sealStatement('device-certificate', body, server.serverKey);
    const identity = { device, suite: 'ES256', publicKey, keyId } as const;
    await server.context.stores.devices.add(identity, name, certificate, issuedAt);
    return log;
  }

  /** Stores one more record; `found` is what was found of it, `null` for one that waits to be verified. */
  async add<K extends RecordKind>(
    kind: K,
    data: RecordData<K>,
    found: Partial<Settled> | null = {},
    change: Partial<RecordBody> = {},
  ): Promise<string> {
    const { records, projections, devices } = this.#server.context.stores;
    this.#seq += 1;
    const body = { ...this.#body(kind, data), ...change };
    const record = sealRecord(body, this.signer);
    await records.addReceived([this.#row(body, canonicalJson(record), recordDigest(record))]);
    await devices.setHead(this.device, { seq: BigInt(this.#seq), digest: recordDigest(record) });
    const row = await records.at(this.device, this.#seq);
    if (!row) throw new Error('the record was not stored');
    if (found) {
      const settled = { ...verified, ...found, id: row.id };
      await records.settle([settled]);
      const projection = settled.state === 'verified' ? project(row.id, body) : undefined;
      if (projection) await projections.add([projection]);
    }
    return String(this.#seq);
  }

  #body<K extends RecordKind>(kind: K, data: RecordData<K>): RecordBody {
    return {
      v: 2,
      device: this.device,
      seq: String(this.#seq),
      prev: '0'.repeat(64),
      kind,
      boot: 'boot-1',
      mono: this.#seq * 1_000,
      uptime: this.#seq * 1_000,
      wall: this.#server.clock.now(),
      anchor: null,
      class: this.#classId(),
      data: data as Record<string, unknown>,
    };
  }

  #row(body: RecordBody, text: string, digest: string): ReceivedRecord {
    const received = this.#server.clock.now();
    const { device, kind, class: classId } = body;
    return { device, seq: this.#seq, digest, text, class_id: classId, kind, received_at: received };
  }
}

const verified: Omit<Settled, 'id'> = {
  state: 'verified',
  held_for: null,
  acceptance: null,
  earliest_at: null,
  latest_at: null,
  time_sign: null,
  leaf_index: null,
};
