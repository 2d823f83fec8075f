import type { Selectable } from 'kysely';
import type { Database } from './database.ts';
import type { SegmentFileTable } from './schema.ts';

type Stored = Selectable<SegmentFileTable>['state'];
/** A file that a record announces: whether it is here, and whole. */
export type AnnouncedState = 'announced' | Stored;

export interface AnnouncedFile {
  /** Null when it is not here. */
  readonly fileState: Stored | null;
  /** The device that announces it, when it uploaded it, too. */
  readonly receivedFrom: string | null;
}

/** Verified is only what this very device uploaded: bytes that came from another prove nothing about it. */
export function announcedState({ fileState, receivedFrom }: AnnouncedFile): AnnouncedState {
  return fileState === null || (fileState === 'verified' && receivedFrom === null) ? 'announced' : fileState;
}

/** Segments of verified records beside their files, with what `announcedState` judges. */
export function announcedSegments(db: Database, classId: string, camera: 'room' | 'door') {
  return db
    .selectFrom('segments')
    .innerJoin('records', 'records.id', 'segments.record_id')
    .leftJoin('segment_files', 'segment_files.sha256', 'segments.sha256')
    .leftJoin('segment_receipts', (join) =>
      join
        .onRef('segment_receipts.sha256', '=', 'segments.sha256')
        .onRef('segment_receipts.device', '=', 'segments.device'),
    )
    .select(['segment_files.state as fileState', 'segment_receipts.device as receivedFrom'])
    .where('records.state', '=', 'verified')
    .where('segments.class_id', '=', classId)
    .where('segments.camera', '=', camera);
}
