import { statSync } from 'node:fs';
import { messageOf } from '../../sync/base/errors.ts';
import type { Logger } from '../../sync/base/log.ts';
import { type Db, walLimitBytes } from './database.ts';

interface KeeperOptions {
  readonly logger: Logger;
  readonly limitBytes?: number;
  readonly everyMs?: number;
}

/** `within`: small enough. `cut`: it was too large and is empty now. `held`: a reader, or a full disk, holds it. */
type WalState = 'within' | 'cut' | 'held';

/**
 * Keeps the write-ahead log small. SQLite's own checkpoints begin it anew only when no reader is in it and somebody
 * writes; after a long read it would keep its size for as long as the kiosk is quiet.
 */
export class WalKeeper {
  readonly #db: Db;
  readonly #options: Required<KeeperOptions>;
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Db, options: KeeperOptions) {
    this.#db = db;
    this.#options = { limitBytes: walLimitBytes, everyMs: 5_000, ...options };
  }

  start(): void {
    this.#timer = setInterval(() => this.check(), this.#options.everyMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Never throws: what a full disk forbids now is tried again at the next turn. */
  check(): WalState {
    const before = this.sizeBytes;
    try {
      this.#checkpoint(before > this.#options.limitBytes ? 'TRUNCATE' : 'PASSIVE');
    } catch (error) {
      this.#options.logger.warn({ err: messageOf(error) }, 'the write-ahead log could not be checkpointed');
    }
    if (before <= this.#options.limitBytes) return 'within';
    return this.sizeBytes <= this.#options.limitBytes ? 'cut' : 'held';
  }

  get sizeBytes(): number {
    return statSync(`${this.#db.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Without waiting for readers: one in this same thread could not end meanwhile. */
  #checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    const patienceMs = this.#db.pragma('busy_timeout', { simple: true }) as number;
    this.#db.pragma('busy_timeout = 0');
    try {
      this.#db.pragma(`wal_checkpoint(${mode})`);
    } finally {
      this.#db.pragma(`busy_timeout = ${patienceMs}`);
    }
  }
}
