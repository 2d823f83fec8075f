import type { Db } from './database.ts';

/** Small values that outlive a restart: the device's id and certificate, queue cursors. */
export class SettingsStore {
  readonly #get;
  readonly #set;

  constructor(db: Db) {
    this.#get = db.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
    this.#set = db.prepare<[string, string]>('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)');
  }

  get(key: SettingKey): string | undefined {
    return this.#get.get(key)?.value;
  }

  set(key: SettingKey, value: string): void {
    this.#set.run(key, value);
  }
}

type SettingKey =
  /** The device and its first key, JSON. */
  | 'identity'
  | 'device-certificate'
  | 'server-key'
  /** The newest time receipt, a statement. */
  | 'time-receipt'
  | 'acknowledged-seq'
  | 'last-receipt-at';
