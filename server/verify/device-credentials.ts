import type { SignedRecord } from '../../sync/contract/records.ts';
import type { Statement } from '../../sync/contract/statements.ts';
import { groupBy } from '../group-by.ts';
import type { KnownDevice, StoredBootKey } from '../storage/device-store.ts';
import type { Stores } from '../storage/stores.ts';
import { certificateOf } from './check-device.ts';

/** What shows that a record is a device's own, as the pull API gives it out. */
export interface RecordCredentials {
  readonly certificate: Statement<'device-certificate'>;
  readonly bootKey: Statement<'boot-key'> | null;
}

/** Finds, for any record of some devices, the certificate and the boot key behind its signature. */
export class DeviceCredentials {
  readonly #devices: ReadonlyMap<string, KnownDevice>;
  /** By device and key id, in the order of the log. */
  readonly #bootKeys: ReadonlyMap<string, readonly StoredBootKey[]>;
  readonly #serverKey: string;
  readonly #certificates = new Map<string, Statement<'device-certificate'> | undefined>();

  constructor(devices: readonly KnownDevice[], bootKeys: readonly StoredBootKey[], serverKey: string) {
    this.#devices = new Map(devices.map((device) => [device.device, device]));
    this.#bootKeys = groupBy(bootKeys, ({ device, keyId }) => `${device} ${keyId}`);
    this.#serverKey = serverKey;
  }

  static async load(
    stores: Stores,
    devices: readonly KnownDevice[],
    serverKey: string,
  ): Promise<DeviceCredentials> {
    const bootKeys = await stores.devices.bootKeys(devices.map(({ device }) => device));
    return new DeviceCredentials(devices, bootKeys, serverKey);
  }

  /** Undefined when no certificate of ours leads to the key. */
  of(record: SignedRecord): RecordCredentials | undefined {
    const { body, key } = record;
    const device = this.#devices.get(body.device);
    if (!device) return undefined;
    const bootKey = this.#bootKey(record);
    const certificate = this.#certificate(device, bootKey?.key ?? key);
    return certificate && { certificate, bootKey };
  }

  /** The newest that counts at the record's place; where none does, the key is still known for a boot key. */
  #bootKey({ body, key }: SignedRecord): Statement<'boot-key'> | null {
    const all = (this.#bootKeys.get(`${body.device} ${key}`) ?? []).map(({ statement }) => statement);
    const own = all.filter(({ body: { boot } }) => boot === body.boot);
    return own.findLast(({ body: { seq } }) => BigInt(seq) <= BigInt(body.seq)) ?? all.at(-1) ?? null;
  }

  /** A certificate is opened once, not for each record. */
  #certificate(device: KnownDevice, keyId: string) {
    const name = `${device.device} ${keyId}`;
    if (!this.#certificates.has(name)) {
      // Without its first key the device is not the one whose id the records carry.
      const own = certificateOf(device, this.#serverKey) && certificateOf(device, this.#serverKey, keyId);
      this.#certificates.set(name, own);
    }
    return this.#certificates.get(name);
  }
}
