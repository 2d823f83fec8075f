import type { Identity } from '../attendance/decide.ts';
import type { Db } from '../store/database.ts';

/** Whose template lies in which slot of the reader. The templates themselves never leave the reader. */
export class FingerStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  ownerOf(slot: number): Identity | undefined {
    return this.#db.prepare<[number], Identity>('SELECT class, person FROM fingers WHERE slot = ?').get(slot);
  }

  slotsOf(identity: Identity): number[] {
    return this.#db
      .prepare<[string, string], { slot: number }>('SELECT slot FROM fingers WHERE class = ? AND person = ?')
      .all(identity.class, identity.person)
      .map((row) => row.slot);
  }

  assign(slot: number, identity: Identity): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO fingers (slot, class, person) VALUES (?, ?, ?)')
      .run(slot, identity.class, identity.person);
  }

  /** The lowest slot that neither we nor the reader use; undefined when the library is full. */
  freeSlot(usedByReader: readonly number[], capacity: number): number | undefined {
    const ours = this.#db.prepare<[], { slot: number }>('SELECT slot FROM fingers').all();
    const used = new Set([...usedByReader, ...ours.map((row) => row.slot)]);
    for (let slot = 0; slot < capacity; slot += 1) if (!used.has(slot)) return slot;
    return undefined;
  }
}
