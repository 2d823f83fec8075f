import { type Static, Type } from 'typebox';
import { closed, Id, Instant, nullable, ShortText } from './primitives.ts';

export const FindingCode = Type.Union([
  Type.Literal('bad-signature'),
  Type.Literal('broken-chain'),
  /** The device signed two things for one place of its log: its key was copied, or an old state restored. */
  Type.Literal('device-cloned'),
  /** Nothing of the device counts from some record on. */
  Type.Literal('device-revoked'),
  Type.Literal('certificate-expired'),
  /** A request that was answered before. */
  Type.Literal('stale-nonce'),
  Type.Literal('record-from-future'),
  /** No receipt binds the record's time, or its clocks show a sign of having been moved. */
  Type.Literal('time-unproven'),
  Type.Literal('sequence-hole'),
  Type.Literal('device-not-in-plan'),
  /** The check-in contradicts the version of the plan that it names. */
  Type.Literal('not-in-plan'),
  /** A photograph or a look into the room at a moment that no version of the plan draws. */
  Type.Literal('moment-not-drawn'),
  Type.Literal('doubled-id'),
  Type.Literal('malformed-record'),
  Type.Literal('record-changed'),
  Type.Literal('device-changed'),
  Type.Literal('plan-changed'),
  Type.Literal('segment-times-wrong'),
  /** The same bytes, or the same moments of the same camera, as a segment accepted before. */
  Type.Literal('segment-doubled'),
  Type.Literal('segment-changed'),
  Type.Literal('segment-missing'),
  Type.Literal('segment-digest-mismatch'),
  Type.Literal('kiosk-record-damaged'),
  Type.Literal('kiosk-segment-damaged'),
  Type.Literal('unknown-device'),
  /** The server's own log does not hold what it should. */
  Type.Literal('log-changed'),
  /** The journal of what people did does not hold what it should. */
  Type.Literal('journal-broken'),
]);
export type FindingCode = Static<typeof FindingCode>;

/** One thing that could not be verified, and why. GET /api/v1/findings?class= answers `{ findings: [...] }`. */
export const Finding = Type.Object(
  {
    id: Type.Integer(),
    foundAt: Instant,
    class: nullable(Id),
    device: nullable(ShortText),
    subject: Type.Object(
      {
        kind: Type.Union([
          Type.Literal('record'),
          Type.Literal('segment'),
          Type.Literal('request'),
          Type.Literal('device'),
          Type.Literal('plan'),
          Type.Literal('log'),
          Type.Literal('journal'),
        ]),
        /** `seq` of the record, digest of the segment, path of the request, id of the device, `CLASS vVERSION`, `seq` of the entry. */
        id: Type.String(),
      },
      closed,
    ),
    code: FindingCode,
    /** One sentence in Chinese, and in English. */
    message: Type.String(),
    messageEn: Type.String(),
  },
  closed,
);
export type Finding = Static<typeof Finding>;
export const FindingList = Type.Object(
  {
    findings: Type.Array(Finding),
    /** End of the last whole pass over the server's own store. */
    lastPassAt: nullable(Instant),
    records: Type.Integer(),
    segments: Type.Integer(),
  },
  closed,
);
export type FindingList = Static<typeof FindingList>;
