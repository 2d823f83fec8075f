import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Static, Type } from 'typebox';
import { AppError } from '../../sync/base/errors.ts';
import { closed, DeviceSuite } from '../../sync/contract/primitives.ts';
import { noKeyIn, readSecretFile, writeSecretFile } from '../../sync/evidence/key-file.ts';
import { newPrivateKeyPem, signerFromPem } from '../../sync/evidence/keys.ts';
import { createTpmKey } from './make-tpm-key.ts';
import { openTpmKey } from './tpm-key.ts';

/** The key that a device is known by: signs boot keys and heads, never a record, for hardware takes its time. */
export interface DeviceKey {
  readonly provider: 'file' | 'tpm';
  readonly suite: DeviceSuite;
  /** SPKI DER, base64url. */
  readonly publicKey: string;
  /** SHA-256 of the SPKI DER. */
  readonly keyId: string;
  /** base64url of r‖s, 64 bytes. Throws `tool_missing`, `device_unavailable` when a TPM cannot. */
  sign(message: Uint8Array): Promise<string>;
  /** Gives up what it holds outside the data folder. */
  close(): Promise<void>;
}

/** Where the next key comes from; the key in use says itself what it is. `tcti` as tpm2-tools read it. */
export const DeviceKeyConfig = Type.Union([
  Type.Object({ provider: Type.Literal('file'), suite: Type.Optional(DeviceSuite) }, closed),
  Type.Object({ provider: Type.Literal('tpm'), tcti: Type.Optional(Type.String({ minLength: 1 })) }, closed),
]);
export type DeviceKeyConfig = Static<typeof DeviceKeyConfig>;

/** The three places of a key in the data folder; key-files.ts moves keys between them. */
export function keyPaths(dataDir: string) {
  const current = join(dataDir, 'device.key');
  return { current, next: `${current}.next`, previous: `${current}.previous` };
}

/**
 * Opens the device's key, or makes it at the first start.
 * Throws `key_unsafe`, `invalid_input` (no key in the file), `not_found` (the key was taken away).
 */
export async function openDeviceKey(
  dataDir: string,
  config: DeviceKeyConfig = { provider: 'file' },
): Promise<DeviceKey> {
  const { current, next, previous } = keyPaths(dataDir);
  if (!existsSync(current)) {
    // A rotation never leaves this state: a fresh key here would be another device.
    if (existsSync(next) || existsSync(previous)) throw keyIsGone(basename(current));
    await createStoredKey(current, config);
  }
  return openStoredKey(current, config);
}

/** Makes a key by the configured provider and puts it into `file`: PKCS#8 PEM, or what the TPM wrapped. */
export async function createStoredKey(file: string, config: DeviceKeyConfig): Promise<void> {
  const text =
    config.provider === 'tpm' ? await createTpmKey(config.tcti) : newPrivateKeyPem(config.suite ?? 'ES256');
  writeSecretFile(file, text);
}

/** Opens whatever key the file holds. */
export function openStoredKey(file: string, config: DeviceKeyConfig): DeviceKey {
  const text = readSecretFile(file);
  const tcti = config.provider === 'tpm' ? config.tcti : undefined;
  return text.startsWith('{') ? openTpmKey(text, basename(file), tcti) : keyOfPem(text, file);
}

function keyOfPem(pem: string, file: string): DeviceKey {
  const signer = signerFromPem(pem);
  if (!signer || signer.suite === 'Ed25519') throw noKeyIn(file, 'ES256 / SM2-SM3');
  const { suite, publicKey, keyId } = signer;
  return {
    provider: 'file',
    suite,
    publicKey,
    keyId,
    sign: async (message) => signer.sign(message),
    close: async () => {},
  };
}

function keyIsGone(name: string): AppError {
  return new AppError(
    'not_found',
    `Key file ${name} is gone: restore it from a backup, or enrol anew in an empty data folder.`,
    {
      zh: `密钥文件 ${name} 丢失，请从备份恢复，或在空数据目录中重新登记设备。`,
    },
  );
}
