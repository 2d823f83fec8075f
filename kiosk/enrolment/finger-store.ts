import type { Identity } from '../attendance/decide.ts';
import type { Db } from '../store/database.ts';

/** Whose template lies in which slot of a reader. The templates themselves never leave the reader. */
export class FingerStore {
  readonly #reader: string;
  readonly #owner;
  readonly #slots;
  readonly #used;
  readonly #assign;
  readonly #owners;
  readonly #forget;

  /** `reader` names the device that holds the templates: another device has other templates. */
  constructor(db: Db, reader: string) {
    this.#reader = reader;
    this.#owner = db.prepare<[string, number], Identity>(
      'SELECT class, person FROM fingers WHERE reader = ? AND slot = ?',
    );
    this.#slots = db
      .prepare<[string, string, string], number>(
        'SELECT slot FROM fingers WHERE reader = ? AND class = ? AND person = ?',
      )
      .pluck();
    this.#used = db.prepare<[string], number>('SELECT slot FROM fingers WHERE reader = ?').pluck();
    this.#owners = db.prepare<[string], Identity & { slot: number }>(
      'SELECT slot, class, person FROM fingers WHERE reader = ? ORDER BY slot',
    );
    this.#forget = db.prepare('DELETE FROM fingers WHERE reader = ? AND slot = ?');
    this.#assign = db.prepare(
      'INSERT OR REPLACE INTO fingers (reader, slot, class, person) VALUES (?, ?, ?, ?)',
    );
  }

  ownerOf(slot: number): Identity | undefined {
    return this.#owner.get(this.#reader, slot);
  }

  slotsOf(identity: Identity): number[] {
    return this.#slots.all(this.#reader, identity.class, identity.person);
  }

  assign(slot: number, identity: Identity): void {
    this.#assign.run(this.#reader, slot, identity.class, identity.person);
  }

  /** Everybody who has a finger on this reader. */
  owners(): (Identity & { slot: number })[] {
    return this.#owners.all(this.#reader);
  }

  forget(slot: number): void {
    this.#forget.run(this.#reader, slot);
  }

  /** The lowest slot that neither we nor the reader use; undefined when the library is full. */
  freeSlot(usedByReader: readonly number[], capacity: number): number | undefined {
    const used = new Set([...usedByReader, ...this.#used.all(this.#reader)]);
    for (let slot = 0; slot < capacity; slot += 1) if (!used.has(slot)) return slot;
    return undefined;
  }
}
