import type { Selectable } from 'kysely';
import type { Statement } from '../../sync/contract/statements.ts';
import { type ChainHead, type DeviceIdentity, emptyLog, type LogState } from '../../sync/evidence/chain.ts';
import type { Database } from './database.ts';
import { readLogState, writeLogState } from './log-state.ts';
import { readStatement } from './read-statement.ts';
import type { Tables } from './schema.ts';

/** A kiosk that enrolled; its identity is that of its first key. */
export interface KnownDevice extends DeviceIdentity {
  readonly name: string;
  /** Of all its keys, oldest first, as stored: `certificatesOf` says which hold. */
  readonly certificates: readonly StoredCertificate[];
  readonly lastSeenAt: number | null;
  /** Where its log stands on this server. */
  readonly head: ChainHead;
  /** How far that was verified, with the keys that count there. */
  readonly verified: LogState;
  /** As stored: `revokedFrom` says whether it holds. */
  readonly revocation: Statement<'revocation'> | undefined;
}

interface StoredCertificate {
  readonly keyId: string;
  /** Undefined when it can no longer be read. */
  readonly statement: Statement<'device-certificate'> | undefined;
}

export interface StoredBootKey {
  readonly device: string;
  readonly keyId: string;
  readonly statement: Statement<'boot-key'>;
}

/** Kiosks that enrolled, with their keys, and the one-time codes by which they do. */
export class DeviceStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(device: string): Promise<KnownDevice | undefined> {
    return (await this.#withIds([device]))[0];
  }

  /** The device that has, or had, this key. */
  async findByKey(keyId: string): Promise<KnownDevice | undefined> {
    const row = await this.#db
      .selectFrom('device_certificates')
      .select('device')
      .where('key_id', '=', keyId)
      .executeTakeFirst();
    return row ? this.find(row.device) : this.#findUncertified(keyId);
  }

  /** The device that rotated to this key when its certificate had run out: nobody has certified the key yet. */
  async #findUncertified(keyId: string): Promise<KnownDevice | undefined> {
    const row = await this.#db
      .selectFrom('devices')
      .select('id')
      .where('verified', 'like', `%"deviceKey":{%"keyId":"${keyId}"%`)
      .executeTakeFirst();
    const device = row && (await this.find(row.id));
    return device?.verified.deviceKey.keyId === keyId ? device : undefined;
  }

  async list(devices: readonly string[]): Promise<readonly KnownDevice[]> {
    return devices.length === 0 ? [] : this.#withIds(devices);
  }

  async all(): Promise<readonly KnownDevice[]> {
    const rows = await this.#db.selectFrom('devices').selectAll().orderBy('id').execute();
    return this.#withCertificates(rows);
  }

  async add(
    identity: DeviceIdentity,
    name: string,
    certificate: Statement<'device-certificate'>,
    at: number,
  ): Promise<void> {
    const { device, suite, publicKey, keyId } = identity;
    await this.#db
      .insertInto('devices')
      .values({
        id: device,
        name,
        suite,
        public_key: publicKey,
        key_id: keyId,
        certificate: JSON.stringify(certificate),
        registered_at: at,
        last_seen_at: null,
        head_seq: 0,
        head_digest: keyId,
        verified: writeLogState(emptyLog(identity)),
        revocation: null,
      })
      .execute();
    await this.addCertificate(device, keyId, certificate, at);
  }

  async addCertificate(
    device: string,
    keyId: string,
    certificate: Statement<'device-certificate'>,
    issuedAt: number,
  ): Promise<void> {
    const row = { device, key_id: keyId, issued_at: issuedAt, statement: JSON.stringify(certificate) };
    await this.#db
      .insertInto('device_certificates')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  async setHead(device: string, head: ChainHead): Promise<void> {
    await this.#db
      .updateTable('devices')
      .set({ head_seq: Number(head.seq), head_digest: head.digest })
      .where('id', '=', device)
      .execute();
  }

  async setVerified(device: string, state: LogState): Promise<void> {
    await this.#db
      .updateTable('devices')
      .set({ verified: writeLogState(state) })
      .where('id', '=', device)
      .execute();
  }

  async setRevocation(device: string, revocation: Statement<'revocation'>): Promise<void> {
    await this.#db
      .updateTable('devices')
      .set({ revocation: JSON.stringify(revocation) })
      .where('id', '=', device)
      .execute();
  }

  async markSeen(device: string, at: number): Promise<void> {
    await this.#db.updateTable('devices').set({ last_seen_at: at }).where('id', '=', device).execute();
  }

  async addBootKey(key: Statement<'boot-key'>, keyId: string): Promise<void> {
    const { device, seq } = key.body;
    await this.#db
      .insertInto('boot_keys')
      .values({ device, key_id: keyId, seq: Number(seq), statement: JSON.stringify(key) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The boot keys of these devices, in the order of their logs. */
  async bootKeys(devices: readonly string[]): Promise<readonly StoredBootKey[]> {
    if (devices.length === 0) return [];
    const query = this.#db.selectFrom('boot_keys').selectAll().where('device', 'in', devices);
    const rows = await query.orderBy('seq').execute();
    return rows.flatMap(({ device, key_id: keyId, statement: text }) => {
      const statement = readStatement('boot-key', text);
      return statement ? [{ device, keyId, statement }] : [];
    });
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

  async #withIds(ids: readonly string[]): Promise<readonly KnownDevice[]> {
    const query = this.#db.selectFrom('devices').selectAll().where('id', 'in', ids);
    return this.#withCertificates(await query.orderBy('id').execute());
  }

  async #withCertificates(rows: readonly DeviceRow[]): Promise<readonly KnownDevice[]> {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const certificates = await this.#db
      .selectFrom('device_certificates')
      .selectAll()
      .where('device', 'in', ids)
      .orderBy('issued_at')
      .execute();
    return rows.map((row) => {
      const own = certificates.filter(({ device }) => device === row.id);
      return toDevice(row, own);
    });
  }
}

type DeviceRow = Selectable<Tables['devices']>;

function toDevice(
  row: DeviceRow,
  certificates: readonly Selectable<Tables['device_certificates']>[],
): KnownDevice {
  const identity = { device: row.id, suite: row.suite, publicKey: row.public_key, keyId: row.key_id };
  return {
    ...identity,
    name: row.name,
    certificates: certificates.map(({ key_id, statement }) => ({
      keyId: key_id,
      statement: readStatement('device-certificate', statement),
    })),
    lastSeenAt: row.last_seen_at,
    head: { seq: BigInt(row.head_seq), digest: row.head_digest },
    verified: readLogState(row.verified) ?? emptyLog(identity),
    revocation: readStatement('revocation', row.revocation),
  };
}
