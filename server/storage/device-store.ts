import type { Statement } from '../../sync/contract/statements.ts';
import type { ChainHead, DeviceIdentity } from '../../sync/evidence/chain.ts';
import type { Database } from './database.ts';
import { readStatement } from './read-statement.ts';

export interface KnownDevice extends DeviceIdentity {
  readonly name: string;
  /** As it is stored: `certificateOf` says whether it holds. Undefined when it can no longer be read. */
  readonly certificate: Statement<'device-certificate'> | undefined;
  readonly lastSeenAt: number | null;
  /** Where its log stands on this server. */
  readonly head: ChainHead;
}

export type NewDevice = Pick<KnownDevice, 'device' | 'publicKey' | 'keyId' | 'name'> & {
  readonly certificate: Statement<'device-certificate'>;
};

/** Kiosks that enrolled, and the one-time codes by which they do. */
export class DeviceStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(device: string): Promise<KnownDevice | undefined> {
    return (await this.#select().where('id', '=', device).execute()).map(toDevice)[0];
  }

  async findByKey(keyId: string): Promise<KnownDevice | undefined> {
    return (await this.#select().where('key_id', '=', keyId).execute()).map(toDevice)[0];
  }

  async list(devices: readonly string[]): Promise<readonly KnownDevice[]> {
    if (devices.length === 0) return [];
    const rows = await this.#select().where('id', 'in', devices).orderBy('id').execute();
    return rows.map(toDevice);
  }

  async all(): Promise<readonly KnownDevice[]> {
    return (await this.#select().orderBy('id').execute()).map(toDevice);
  }

  async add(device: NewDevice): Promise<void> {
    await this.#db
      .insertInto('devices')
      .values({
        id: device.device,
        name: device.name,
        public_key: device.publicKey,
        key_id: device.keyId,
        certificate: JSON.stringify(device.certificate),
        registered_at: device.certificate.body.registeredAt,
        last_seen_at: null,
        head_seq: 0,
        head_digest: device.keyId,
      })
      .execute();
  }

  async setHead(device: string, head: ChainHead): Promise<void> {
    await this.#db
      .updateTable('devices')
      .set({ head_seq: Number(head.seq), head_digest: head.digest })
      .where('id', '=', device)
      .execute();
  }

  async markSeen(device: string, at: number): Promise<void> {
    await this.#db.updateTable('devices').set({ last_seen_at: at }).where('id', '=', device).execute();
  }

  async addCode(codeHash: string, madeBy: string, expiresAt: number): Promise<void> {
    await this.#db
      .insertInto('device_codes')
      .values({ code_hash: codeHash, made_by: madeBy, expires_at: expiresAt, device: null })
      .execute();
  }

  async findCode(codeHash: string): Promise<{ expiresAt: number; device: string | null } | undefined> {
    const row = await this.#db
      .selectFrom('device_codes')
      .select(['expires_at', 'device'])
      .where('code_hash', '=', codeHash)
      .executeTakeFirst();
    return row && { expiresAt: row.expires_at, device: row.device };
  }

  async useCode(codeHash: string, device: string): Promise<void> {
    await this.#db.updateTable('device_codes').set({ device }).where('code_hash', '=', codeHash).execute();
  }

  #select() {
    return this.#db.selectFrom('devices').selectAll();
  }
}

function toDevice(row: {
  id: string;
  name: string;
  public_key: string;
  key_id: string;
  certificate: string;
  last_seen_at: number | null;
  head_seq: number;
  head_digest: string;
}): KnownDevice {
  return {
    device: row.id,
    name: row.name,
    publicKey: row.public_key,
    keyId: row.key_id,
    certificate: readStatement('device-certificate', row.certificate),
    lastSeenAt: row.last_seen_at,
    head: { seq: BigInt(row.head_seq), digest: row.head_digest },
  };
}
