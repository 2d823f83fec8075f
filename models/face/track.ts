import type { FaceFound } from './analyser.ts';
import { assignFaces } from './assign-faces.ts';
import { beginTrack, type FaceTrack, followFace, judgeTrack } from './face-track.ts';
import type { Gallery } from './gallery.ts';
import type { Sighting } from './sighting.ts';
import { tracking } from './thresholds.ts';

/**
 * Follows faces from frame to frame and says once of each who it is. Pure: time is that of the frames.
 *
 *   faces of a frame ─▶ assigned to tracks by place ─▶ average of the fit frames ─▶ recognised │ unknown │ unfit
 *                         └ none near: a new track       └ somebody else's face: a new track
 */
export class FaceTracker {
  readonly #gallery: () => Gallery;
  #tracks: FaceTrack[] = [];
  #lastId = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** `gallery` is asked at every frame, so that it may be replaced at any time. */
  constructor(gallery: () => Gallery) {
    this.#gallery = gallery;
  }

  /** Takes in the faces of the frame taken at `at` (epoch ms) and returns what was decided by it. */
  update(faces: readonly FaceFound[], at: number): Sighting[] {
    this.#dropGone(at);
    const current = this.#follow(faces, at);
    const gallery = this.#gallery();
    return current.flatMap((track) => judgeTrack(track, gallery, at) ?? []);
  }

  #dropGone(at: number): void {
    // A clock that was set back says nothing about how long a face was away.
    if (at < this.#lastAt) this.#tracks = [];
    this.#lastAt = at;
    this.#tracks = this.#tracks.filter((track) => at - track.lastSeenAt < tracking.goneAfterMs);
  }

  /** The tracks that have a face in this frame. */
  #follow(faces: readonly FaceFound[], at: number): FaceTrack[] {
    return assignFaces(this.#tracks, faces).map(({ face, track }) => {
      if (track === undefined) {
        const fresh = this.#begin(face, at);
        followFace(fresh, face, at);
        return fresh;
      }
      const others = followFace(track, face, at);
      if (others === undefined) return track;
      this.#tracks = this.#tracks.filter((known) => known !== track);
      return this.#begin(face, at, others);
    });
  }

  #begin(face: FaceFound, at: number, embeddings: readonly Float32Array[] = []): FaceTrack {
    this.#lastId += 1;
    const track = beginTrack(this.#lastId, face, at, embeddings);
    this.#tracks.push(track);
    return track;
  }
}
