import { buildGallery, type Gallery } from '../../models/face/gallery.ts';
import { recognitionThreshold } from '../../models/face/recognition-threshold.ts';
import type { Sighting, UnfitSighting } from '../../models/face/sighting.ts';
import { FaceTracker } from '../../models/face/track.ts';
import type { Clock } from '../../sync/base/clock.ts';
import type { CheckInNotice } from '../../sync/contract/kiosk-view.ts';
import type { CheckInDesk } from '../attendance/check-in-desk.ts';
import type { Identity } from '../attendance/decide.ts';
import type { FaceStore } from '../enrolment/face-store.ts';
import type { AnalysedFaces } from './analysed-faces.ts';

interface FaceWatchParts {
  readonly faces: AnalysedFaces;
  readonly store: FaceStore;
  readonly desk: CheckInDesk;
  readonly clock: Clock;
}

const hints: { readonly [reason in UnfitSighting['reason']]: CheckInNotice['reason'] } = {
  'too-small': 'come-closer',
  'turned-away': 'face-camera',
  'cut-off': 'face-camera',
  'no-landmarks': 'face-camera',
};

/** Brings each face that comes to the door camera to the desk, once for each visit. */
export class FaceWatch {
  readonly faces: AnalysedFaces;
  readonly #parts: FaceWatchParts;
  #gallery: Gallery;
  #tracker: FaceTracker;
  #paused = false;

  constructor(parts: FaceWatchParts) {
    this.#parts = parts;
    this.faces = parts.faces;
    this.#gallery = this.#load();
    this.#tracker = this.#newTracker();
    parts.faces.watch(({ faces, at }) => {
      if (this.#paused) return;
      for (const sighting of this.#tracker.update(faces, at)) this.#bring(sighting);
    });
  }

  /** Somebody was enrolled or removed: compare with the templates as they are now. */
  reload(): void {
    this.#gallery = this.#load();
  }

  /** While somebody is being enrolled nobody is checked in by standing there. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#tracker = this.#newTracker();
  }

  #bring(sighting: Sighting): void {
    const { desk } = this.#parts;
    if (sighting.kind === 'unfit') return desk.hint(hints[sighting.reason], 'face');
    const recognised = sighting.kind === 'recognised';
    desk.attempt(recognised ? identityOf(sighting.id) : undefined, {
      kind: 'face',
      score: round(recognised ? sighting.score : sighting.bestScore),
      margin: round(recognised ? sighting.margin : 0),
      threshold: round(recognitionThreshold(this.#gallery.size)),
      frames: sighting.frames,
      model: this.faces.modelName,
      modelDigest: this.faces.modelDigest,
      decisionMs: Math.max(0, Math.round(this.#parts.clock.now() - sighting.firstSeenAt)),
    });
  }

  #load(): Gallery {
    const stored = this.#parts.store.ofModel(this.faces.modelDigest);
    return buildGallery(stored.map((face) => ({ id: keyOf(face), embeddings: face.embeddings })));
  }

  #newTracker(): FaceTracker {
    return new FaceTracker(() => this.#gallery);
  }
}

/** A gallery knows one text a person. */
function keyOf(identity: Identity): string {
  return `${identity.class}/${identity.person}`;
}

function identityOf(key: string): Identity {
  const [classId = '', person = ''] = key.split('/');
  return { class: classId, person };
}

/** Four digits say all that a cosine can; more would only be noise in a signed record. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
