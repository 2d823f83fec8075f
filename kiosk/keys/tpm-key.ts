import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { isAppError } from '../../sync/base/errors.ts';
import { keyIdOf, verifySignature } from '../../sync/evidence/keys.ts';
import { rawOfDer } from './ecdsa-der.ts';
import { keyNotInTpm, loadKey, makeParent } from './tpm-commands.ts';
import { parseTpmKeyFile, type TpmKeyFile } from './tpm-key-file.ts';
import { TpmTools } from './tpm-tools.ts';

export function openTpmKey(text: string, name: string, tcti: string | undefined): TpmKey {
  return new TpmKey(parseTpmKeyFile(text, name), new TpmTools(tcti));
}

/** A key that the TPM holds. Loaded at its first signature, and again when the TPM was reset since. */
export class TpmKey {
  readonly provider = 'tpm';
  readonly suite = 'ES256';
  readonly publicKey: string;
  readonly keyId: string;
  readonly #file: TpmKeyFile;
  readonly #tools: TpmTools;
  #isLoaded = false;

  constructor(file: TpmKeyFile, tools: TpmTools) {
    this.publicKey = file.publicKey;
    this.keyId = keyIdOf(file.publicKey);
    this.#file = file;
    this.#tools = tools;
  }

  /** base64url of r‖s. Throws `tool_missing`, `device_unavailable`. */
  sign(message: Uint8Array): Promise<string> {
    return this.#tools.exclusively(async () => {
      const signature = await this.#signWithReload(message);
      if (verifySignature('ES256', this.publicKey, message, signature)) return signature;
      throw keyNotInTpm();
    });
  }

  close(): Promise<void> {
    return this.#tools.close();
  }

  async #signWithReload(message: Uint8Array): Promise<string> {
    if (this.#isLoaded) {
      try {
        return await this.#signOnce(message);
      } catch (fault) {
        if (!isAppError(fault, 'device_unavailable')) throw fault;
        this.#isLoaded = false;
      }
    }
    await this.#load();
    return this.#signOnce(message);
  }

  async #load(): Promise<void> {
    const { area, wrapped } = this.#file;
    writeFileSync(this.#tools.path('key.pub'), Buffer.from(area, 'base64url'));
    writeFileSync(this.#tools.path('key.priv'), Buffer.from(wrapped, 'base64url'));
    await makeParent(this.#tools);
    await loadKey(this.#tools);
    this.#isLoaded = true;
  }

  async #signOnce(message: Uint8Array): Promise<string> {
    const [digest, signature, context] = ['digest', 'signature', 'key.ctx'].map((n) =>
      this.#tools.path(n),
    ) as [string, string, string];
    writeFileSync(digest, createHash('sha256').update(message).digest());
    await this.#tools.run(
      'tpm2_sign',
      '-c',
      context,
      '-g',
      'sha256',
      '-s',
      'ecdsa',
      '-d',
      '-f',
      'plain',
      '-o',
      signature,
      digest,
    );
    return rawOfDer(readFileSync(signature)).toString('base64url');
  }
}
