import { type Static, Type } from 'typebox';
import { closed, Id, nullable } from './primitives.ts';

/** GET /api/v1/usb: the disks that are plugged in, and what a disk would carry to the server. */
export const UsbView = Type.Object(
  {
    disks: Type.Array(
      Type.Object(
        { id: Id, label: Type.String(), freeBytes: Type.Integer({ minimum: 0 }), writable: Type.Boolean() },
        closed,
      ),
    ),
    /** `bytes` is an estimate. */
    waiting: Type.Object(
      { records: Type.Integer(), segments: Type.Integer(), bytes: Type.Integer({ minimum: 0 }) },
      closed,
    ),
    /** What is under way now; the bytes are of video, and both 0 while nobody knows. */
    work: nullable(
      Type.Object(
        {
          kind: Type.Union([Type.Literal('export'), Type.Literal('import')]),
          doneBytes: Type.Integer({ minimum: 0 }),
          totalBytes: Type.Integer({ minimum: 0 }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type UsbView = Static<typeof UsbView>;

/** POST /api/v1/usb/export and /api/v1/usb/import: answered when it is done. */
export const UsbOrder = Type.Object({ disk: Id }, closed);

export const UsbExportAnswer = Type.Object(
  {
    outcome: Type.Union([Type.Literal('exported'), Type.Literal('nothing-waits')]),
    /** Name of the folder on the disk. */
    folder: nullable(Type.String()),
    records: Type.Integer(),
    segments: Type.Integer(),
    /** Segments whose file is gone or changed here: not on the disk. */
    damaged: Type.Integer(),
  },
  closed,
);
export type UsbExportAnswer = Static<typeof UsbExportAnswer>;

/** Each plan or receipt file that was found, and one sentence on what came of it. */
export const UsbImportAnswer = Type.Object(
  {
    files: Type.Array(
      Type.Object(
        {
          file: Type.String(),
          outcome: Type.Union([Type.Literal('taken'), Type.Literal('known'), Type.Literal('refused')]),
          message: Type.String(),
          messageEn: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type UsbImportAnswer = Static<typeof UsbImportAnswer>;
