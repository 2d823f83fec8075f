import type { Identity } from '../attendance/decide.ts';
import type { Db } from '../store/database.ts';

/** Numbers in a face embedding. */
const dimension = 128;

export interface StoredFace extends Identity {
  readonly embeddings: readonly Float32Array[];
}

/** Face templates, bound to the model that made them. They never leave this database. */
export class FaceStore {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  save(identity: Identity, modelDigest: string, embeddings: readonly Float32Array[]): void {
    const all = new Float32Array(embeddings.length * dimension);
    for (const [index, embedding] of embeddings.entries()) all.set(embedding, index * dimension);
    this.#db
      .prepare(
        'INSERT OR REPLACE INTO face_templates (class, person, model_digest, embeddings) VALUES (?, ?, ?, ?)',
      )
      .run(identity.class, identity.person, modelDigest, Buffer.from(all.buffer));
  }

  /** Everybody who has a face template here, of whatever model. */
  owners(): Identity[] {
    return this.#db
      .prepare<[], Identity>('SELECT class, person FROM face_templates ORDER BY class, person')
      .all();
  }

  delete(identity: Identity): void {
    this.#db
      .prepare('DELETE FROM face_templates WHERE class = ? AND person = ?')
      .run(identity.class, identity.person);
  }

  /** Templates of this model; those of another would have to be enrolled again. */
  ofModel(modelDigest: string): StoredFace[] {
    return this.#db
      .prepare<[string], Identity & { embeddings: Buffer }>(
        'SELECT class, person, embeddings FROM face_templates WHERE model_digest = ?',
      )
      .all(modelDigest)
      .map((row) => ({ class: row.class, person: row.person, embeddings: split(row.embeddings) }));
  }
}

function split(blob: Buffer): Float32Array[] {
  // The blob's own memory may begin anywhere; floats want a multiple of four.
  const all = new Float32Array(new Uint8Array(blob).buffer);
  return Array.from({ length: all.length / dimension }, (_, i) =>
    all.slice(i * dimension, (i + 1) * dimension),
  );
}
