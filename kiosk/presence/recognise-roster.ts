import type { CrowdFace } from '../../models/face/crowd.ts';
import { buildGallery } from '../../models/face/gallery.ts';
import type { FaceStore } from '../enrolment/face-store.ts';
import type { Db } from '../store/database.ts';

export interface Recognised {
  readonly person: string;
  /** Cosine, four digits. */
  readonly score: number;
}

/**
 * Who of a class is among the faces of several pictures: only people whose consent to face recognition stands, by the
 * threshold of check-in, which was set for three averaged pictures and so is strict for one. Each person once.
 */
export class RosterFaces {
  readonly #store: Pick<FaceStore, 'ofModel'>;
  readonly #consents;

  constructor(store: Pick<FaceStore, 'ofModel'>, db: Db) {
    this.#store = store;
    this.#consents = db.prepare<[string], { person: string }>(
      `SELECT person FROM consents WHERE class = ? AND use = 'face' AND granted = 1`,
    );
  }

  recognise(
    classId: string,
    recogniserDigest: string,
    pictures: readonly (readonly CrowdFace[])[],
  ): Recognised[] {
    const consented = new Set(this.#consents.all(classId).map(({ person }) => person));
    const enrolled = this.#store
      .ofModel(recogniserDigest)
      .filter((face) => face.class === classId && consented.has(face.person))
      .map(({ person, embeddings }) => ({ id: person, embeddings }));
    const gallery = buildGallery(enrolled);
    const best = new Map<string, number>();
    for (const { embedding } of pictures.flat()) {
      const match = embedding && gallery.match(embedding);
      const person = match && gallery.decide(match);
      if (match && person) best.set(person, Math.max(best.get(person) ?? 0, match.score));
    }
    return [...best].map(([person, score]) => ({ person, score: Math.round(score * 10_000) / 10_000 }));
  }
}
