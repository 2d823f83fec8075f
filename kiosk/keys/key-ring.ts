import { AppError } from '../../sync/base/errors.ts';
import { rotationMessage } from '../../sync/evidence/record.ts';
import type { LogStore } from '../store/log-store.ts';
import type { DeviceKey, DeviceKeyConfig } from './device-key.ts';
import { commitNextKey, forgetPreviousKey, prepareNextKey, previousKey } from './key-files.ts';

interface KeyRingParts {
  readonly dataDir: string;
  readonly config: DeviceKeyConfig;
  readonly log: LogStore;
  readonly current: DeviceKey;
  /** How far the server has the log. */
  readonly acknowledgedSeq: () => number;
}

/** The device key, the one before it while the server may not know the new one, and the change from one to the next. */
export class KeyRing {
  readonly #parts: KeyRingParts;
  #current: DeviceKey;
  #previous: DeviceKey | undefined;

  constructor(parts: KeyRingParts) {
    this.#parts = parts;
    this.#current = parts.current;
    this.#previous = previousKey(parts.dataDir, parts.config);
  }

  /** Certifies boot keys. */
  get current(): DeviceKey {
    return this.#current;
  }

  /** Signs requests: the key that the server knows. */
  forServer(): DeviceKey {
    if (this.#previous && this.#isRotationKnown()) {
      void this.#previous.close();
      this.#previous = undefined;
      forgetPreviousKey(this.#parts.dataDir);
    }
    return this.#previous ?? this.#current;
  }

  /**
   * Makes a new device key and writes the change into the log, signed for by both. Throws `conflict` while the server
   * does not know of the change before: of three keys it could not tell which two go together.
   */
  async rotate(): Promise<void> {
    const { dataDir, config, log } = this.#parts;
    this.forServer();
    if (this.#previous) throw rotationUnderWay();
    const old = this.#current;
    const next = await prepareNextKey(dataDir, config);
    const { publicKey, suite } = next;
    const { device } = log.identity;
    const message = rotationMessage({
      ...{ device, seq: String(log.head.seq + 1n), oldKey: old.keyId },
      ...{ publicKey, suite },
    });
    const [byOld, byNew] = await Promise.all([old.sign(message), next.sign(message)]);
    log.append('rotation', null, { publicKey, suite, byOld, byNew });
    commitNextKey(dataDir);
    this.#previous = old;
    this.#current = next;
  }

  async close(): Promise<void> {
    await Promise.all([this.#current.close(), this.#previous?.close()]);
  }

  #isRotationKnown(): boolean {
    const { log, acknowledgedSeq } = this.#parts;
    return acknowledgedSeq() >= (log.newestRotation()?.seq ?? 0);
  }
}

function rotationUnderWay(): AppError {
  return new AppError(
    'conflict',
    'The last change of key has not reached the server yet: let it sync first.',
    {
      zh: '上一次更换密钥尚未同步到服务器，请先联网同步。',
      retryable: true,
    },
  );
}
