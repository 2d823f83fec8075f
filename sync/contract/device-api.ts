import { type Static, Type } from 'typebox';
import { Base64Url, closed, Id, Instant, ShortText } from './primitives.ts';
import { SignedRecord } from './records.ts';
import { signedStatements } from './statements.ts';

/** POST /api/v1/devices: a kiosk becomes known, once, by a code that a reviewer handed over. */
export const DeviceEnrolment = signedStatements['certificate-request'];

/** POST /api/v1/device-codes: what a reviewer hands over. */
export const DeviceCode = Type.Object({ code: ShortText, expiresAt: Instant }, closed);
export type DeviceCode = Static<typeof DeviceCode>;

export const DeviceEnrolled = Type.Object(
  { device: Id, certificate: signedStatements['device-certificate'], serverKey: Base64Url },
  closed,
);
export type DeviceEnrolled = Static<typeof DeviceEnrolled>;

/** GET /api/v1/devices/:device/plans */
export const DevicePlans = Type.Object({ plans: Type.Array(signedStatements.plan) }, closed);
export type DevicePlans = Static<typeof DevicePlans>;

/** POST /api/v1/devices/:device/contact: where the log stands, for a server's word on when it stood there. */
export const Contact = Type.Object({ head: signedStatements.head }, closed);

/** `certificate`: the newest of the device's own key. */
export const ContactAnswer = Type.Object(
  { receipt: signedStatements['time-receipt'], certificate: signedStatements['device-certificate'] },
  closed,
);
export type ContactAnswer = Static<typeof ContactAnswer>;

/** POST /api/v1/devices/:device/records: consecutive records, oldest first; `head` is that of the last. */
export const RecordBatch = Type.Object(
  { head: signedStatements.head, records: Type.Array(SignedRecord, { minItems: 1, maxItems: 500 }) },
  closed,
);
export type RecordBatch = Static<typeof RecordBatch>;

/** `receipt` covers everything up to its `seq`, which may lie before the batch's end if a record was refused. */
export const RecordBatchAnswer = Type.Object(
  {
    receipt: Type.Union([signedStatements['records-receipt'], Type.Null()]),
    refused: Type.Union([
      Type.Object({ seq: Type.String(), code: ShortText, message: Type.String() }, closed),
      Type.Null(),
    ]),
  },
  closed,
);
export type RecordBatchAnswer = Static<typeof RecordBatchAnswer>;

/** PUT /api/v1/devices/:device/segments/:sha256 answers with the receipt. */
export const SegmentAnswer = Type.Object({ receipt: signedStatements['segment-receipt'] }, closed);
export type SegmentAnswer = Static<typeof SegmentAnswer>;

/** Every error body of both programs. */
export const ErrorBody = Type.Object(
  {
    code: ShortText,
    /** One sentence in Chinese for people. */
    message: Type.String(),
    /** The same in English. */
    messageEn: Type.String(),
    field: Type.Optional(Type.String()),
  },
  closed,
);
export type ErrorBody = Static<typeof ErrorBody>;

/** Answer of GET /api/v1/health. */
export const Health = Type.Object({ program: ShortText, version: ShortText, at: Instant }, closed);
