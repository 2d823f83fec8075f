import { type Static, Type } from 'typebox';
import { CameraName, GapCause, PictureFault } from './lesson-records.ts';
import { closed, Digest, Id, Instant, nullable, ShortText } from './primitives.ts';
import { CheckInLine, PeriodColumn, SessionSummary } from './review.ts';

/** A stretch of due time without verified video. `unexplained` when no signed gap covers it. */
export const UncoveredStretch = Type.Object(
  {
    startAt: Instant,
    endAt: Instant,
    cause: Type.Union([GapCause, Type.Literal('unexplained'), Type.Literal('not-uploaded')]),
  },
  closed,
);
export type UncoveredStretch = Static<typeof UncoveredStretch>;

/** The class admin interrupted the recording. `endAt` is now, or the lesson's end, while nobody resumed it. */
const PausedStretch = Type.Object({ startAt: Instant, endAt: Instant, reason: nullable(ShortText) }, closed);
export type PausedStretch = Static<typeof PausedStretch>;

/** The picture showed no lesson, from when on and as the kiosk noticed it. */
const FaultyStretch = Type.Object(
  { startAt: Instant, endAt: Instant, fault: PictureFault, noticedAt: Instant },
  closed,
);
export type FaultyStretch = Static<typeof FaultyStretch>;

/** GET /api/v1/classes/:class/sessions/:session/replay?camera=room */
export const Replay = Type.Object(
  {
    class: Id,
    session: SessionSummary,
    camera: CameraName,
    periods: Type.Array(PeriodColumn),
    segments: Type.Array(
      Type.Object(
        {
          sha256: Digest,
          startAt: Instant,
          endAt: Instant,
          state: Type.Union([Type.Literal('announced'), Type.Literal('verified'), Type.Literal('damaged')]),
        },
        closed,
      ),
    ),
    /** The periods that must be recorded. */
    due: Type.Array(Type.Object({ startAt: Instant, endAt: Instant }, closed)),
    /** Of the session, up to now. */
    gaps: Type.Array(UncoveredStretch),
    pauses: Type.Array(PausedStretch),
    pictureFaults: Type.Array(FaultyStretch),
    /** Whether /api/v1/segments/:sha256.jpg gives a small picture of each verified segment. */
    thumbnails: Type.Boolean(),
    checkIns: Type.Array(CheckInLine),
    /**
     * HLS (fMP4) of the verified segments, EXT-X-PROGRAM-DATE-TIME on each; null when there is none. With
     * `&period=NUMBER`: those of one period.
     */
    playlistUrl: nullable(Type.String()),
  },
  closed,
);
export type Replay = Static<typeof Replay>;
