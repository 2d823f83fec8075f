import type { Selectable } from 'kysely';
import { type AnnouncedState, announcedState } from './announced-files.ts';
import type { Database } from './database.ts';
import type { LessonQuery } from './projection-store.ts';
import type { SegmentFileTable } from './schema.ts';
import type {
  LessonTable,
  PauseTable,
  PhotoTable,
  PictureFaultTable,
  PresenceTable,
} from './schema-projections.ts';

/** With the kiosk that wrote it. */
export type PauseRow = Selectable<PauseTable> & { readonly device: string };
export type PictureFaultRow = Selectable<PictureFaultTable> & { readonly device: string };
export type PresenceRow = Selectable<PresenceTable>;
export type PhotoRow = Selectable<PhotoTable> & {
  readonly state: AnnouncedState;
};

type SessionQuery = Pick<LessonQuery, 'classId' | 'session'>;

/** What verified records say of lessons besides video and check-ins, in the order in which it was written. */
export class LessonStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Starts and stops of a session's recording. */
  async events({ classId, session }: SessionQuery): Promise<readonly Selectable<LessonTable>[]> {
    return this.#db
      .selectFrom('lessons')
      .innerJoin('records', 'records.id', 'lessons.record_id')
      .selectAll('lessons')
      .where('records.state', '=', 'verified')
      .where('lessons.class_id', '=', classId)
      .where('lessons.session', '=', session)
      .orderBy('lessons.record_id')
      .execute();
  }

  async pauses({ classId, session }: SessionQuery): Promise<readonly PauseRow[]> {
    return this.#db
      .selectFrom('pauses')
      .innerJoin('records', 'records.id', 'pauses.record_id')
      .selectAll('pauses')
      .select('records.device')
      .where('records.state', '=', 'verified')
      .where('pauses.class_id', '=', classId)
      .where('pauses.session', '=', session)
      .orderBy('pauses.record_id')
      .execute();
  }

  async pictureFaults({ classId, session, camera }: LessonQuery): Promise<readonly PictureFaultRow[]> {
    return this.#db
      .selectFrom('picture_faults')
      .innerJoin('records', 'records.id', 'picture_faults.record_id')
      .selectAll('picture_faults')
      .select('records.device')
      .where('records.state', '=', 'verified')
      .where('picture_faults.class_id', '=', classId)
      .where('picture_faults.session', '=', session)
      .where('picture_faults.camera', '=', camera)
      .orderBy('picture_faults.record_id')
      .execute();
  }

  /** Looks into the room, by their moment. */
  async presence(classId: string): Promise<readonly PresenceRow[]> {
    return this.#db
      .selectFrom('presence')
      .innerJoin('records', 'records.id', 'presence.record_id')
      .selectAll('presence')
      .where('records.state', '=', 'verified')
      .where('presence.class_id', '=', classId)
      .orderBy('presence.at')
      .execute();
  }

  /** Photographs of a class by their moment, each with the state of its file. */
  async photos(classId: string): Promise<readonly PhotoRow[]> {
    const rows = await this.#photos()
      .selectAll('photos')
      .select(['segment_files.state as fileState', 'segment_receipts.device as receivedFrom'])
      .where('photos.class_id', '=', classId)
      .orderBy('photos.at')
      .execute();
    return rows.map(({ fileState, receivedFrom, ...row }) => ({
      ...row,
      state: announcedState({ fileState, receivedFrom }),
    }));
  }

  /** State and size of the file of a photograph that a verified record names; undefined for anything else. */
  async photoFile(sha256: string): Promise<Selectable<SegmentFileTable> | undefined> {
    return this.#photos()
      .selectAll('segment_files')
      .where('photos.sha256', '=', sha256)
      .where('segment_files.sha256', 'is not', null)
      .where('segment_receipts.device', 'is not', null)
      .limit(1)
      .$narrowType<Selectable<SegmentFileTable>>()
      .executeTakeFirst();
  }

  #photos() {
    return this.#db
      .selectFrom('photos')
      .innerJoin('records', 'records.id', 'photos.record_id')
      .leftJoin('segment_files', 'segment_files.sha256', 'photos.sha256')
      .leftJoin('segment_receipts', (join) =>
        join
          .onRef('segment_receipts.sha256', '=', 'photos.sha256')
          .onRef('segment_receipts.device', '=', 'photos.device'),
      )
      .where('records.state', '=', 'verified');
  }
}
