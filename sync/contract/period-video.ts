import { type Static, Type } from 'typebox';
import { CameraName } from './lesson-records.ts';
import { CivilDay, Counter, closed, Digest, Id, Instant, nullable } from './primitives.ts';
import { UncoveredStretch } from './replay.ts';

/** A segment inside a film: the bytes from `offset` on are the file that its record names, unchanged. */
const FilmedSegment = Type.Object(
  {
    sha256: Digest,
    /** The record that announces it. */
    device: Id,
    seq: Counter,
    startAt: Instant,
    endAt: Instant,
    /** Bytes from the film's beginning. */
    offset: Type.Integer(),
    sizeBytes: Type.Integer(),
    /** Where it plays, ms from the film's beginning; null when no player can show it. */
    plays: nullable(Type.Object({ fromMs: Type.Integer(), toMs: Type.Integer() }, closed)),
  },
  closed,
);

/**
 * GET /api/v1/classes/:class/periods/:day/:number/video.json: what the period's mp4 holds. To check a segment:
 * `tail -c +$((offset + 1)) FILE | head -c SIZE | sha256sum`.
 */
export const PeriodVideo = Type.Object(
  {
    class: Id,
    day: CivilDay,
    number: Type.Integer(),
    camera: CameraName,
    startAt: Instant,
    endAt: Instant,
    /** One, unless the camera came back with other parameters in the middle of the period. */
    parts: Type.Array(
      Type.Object(
        {
          url: Type.String(),
          sizeBytes: Type.Integer(),
          durationMs: Type.Integer(),
          width: Type.Integer(),
          height: Type.Integer(),
          segments: Type.Array(FilmedSegment),
        },
        closed,
      ),
    ),
    /** Stretches of the period without verified video: the film has nothing in their place. */
    gaps: Type.Array(UncoveredStretch),
  },
  closed,
);
export type PeriodVideo = Static<typeof PeriodVideo>;
