import { type Static, Type } from 'typebox';
import { Counter, closed, DeviceSuite, Id, Instant, nullable, ShortText } from './primitives.ts';

/** GET /api/v1/devices: every kiosk that enrolled, for the reviewer. */
export const DeviceList = Type.Object(
  {
    now: Instant,
    devices: Type.Array(
      Type.Object(
        {
          id: Id,
          name: ShortText,
          suite: DeviceSuite,
          registeredAt: nullable(Instant),
          lastSeenAt: nullable(Instant),
          /** Of the key that counts now; null for one of version 1, which does not run out. */
          certificateExpiresAt: nullable(Instant),
          /** How far its log was taken in, and how far verified. */
          records: Counter,
          verified: Counter,
          /** From this record on nothing counts. */
          revokedFrom: nullable(Counter),
          /** The newest time that it was caught with two logs, and at which record; null when it never was. */
          cloned: nullable(Type.Object({ foundAt: Instant, seq: ShortText }, closed)),
          /** Classes whose newest plan lists it. */
          classes: Type.Array(Type.Object({ id: Id, title: ShortText }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type DeviceList = Static<typeof DeviceList>;

/** POST /api/v1/devices/:device/revocation */
export const RevocationOrder = Type.Object({ fromSeq: Counter, reason: ShortText }, closed);
export type RevocationOrder = Static<typeof RevocationOrder>;

/** GET /api/v1/devices/:device/revocation-preview?fromSeq= : what a revocation would take back. */
export const RevocationPreview = Type.Object(
  {
    /** Accepted records from there on, and the check-ins among them. */
    records: Type.Integer(),
    checkIns: Type.Integer(),
  },
  closed,
);
export type RevocationPreview = Static<typeof RevocationPreview>;
