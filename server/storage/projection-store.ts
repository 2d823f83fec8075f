import type { Selectable } from 'kysely';
import type { Projection } from '../ingest/project.ts';
import {
  type AnnouncedFile,
  type AnnouncedState,
  announcedSegments,
  announcedState,
} from './announced-files.ts';
import type { Database } from './database.ts';
import type { RecordTable } from './schema.ts';
import type { CheckInTable, GapTable, SegmentTable } from './schema-projections.ts';

type CheckInRow = Selectable<CheckInTable> & { readonly device: string; readonly seq: number };
/** With the instants between which it was provably written. */
export type TimedCheckInRow = CheckInRow &
  Pick<Selectable<RecordTable>, 'digest' | 'received_at' | 'earliest_at' | 'latest_at' | 'time_sign'>;
export type GapRow = Selectable<GapTable> & { readonly device: string };
export type SegmentRow = Selectable<SegmentTable> & {
  /** Of the record that announces it. */
  readonly seq: number;
  readonly state: AnnouncedState;
};

interface SegmentSpan {
  readonly sha256: string;
  readonly startAt: number;
  readonly endAt: number;
}

interface SegmentPlace extends SegmentSpan {
  readonly classId: string | null;
  readonly session: string;
  readonly camera: 'room' | 'door';
}

export interface LessonQuery {
  readonly classId: string;
  readonly session: string;
  readonly camera: 'room' | 'door';
}

const projectedTables = [
  ...(['check_ins', 'segments', 'gaps', 'lessons'] as const),
  ...(['pauses', 'picture_faults', 'photos', 'presence'] as const),
] as const;

/** Tables made from verified records. What is read here comes from records that are verified still. */
export class ProjectionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Rows of one table go in together. */
  async add(projections: readonly Projection[]): Promise<void> {
    for (const table of projectedTables) {
      const rows = projections.filter((one) => one.table === table).map(({ row }) => row);
      if (rows.length > 0)
        await this.#db
          .insertInto(table)
          .values(rows as never)
          .execute();
    }
  }

  /** Removes the rows that stand for a record. */
  async drop(recordId: number): Promise<void> {
    for (const table of projectedTables) {
      await this.#db.deleteFrom(table).where('record_id', '=', recordId).execute();
    }
  }

  /** Every row that stands for one of these records (ids), whatever their state: for comparing. */
  async ofRecords(ids: readonly number[]): Promise<readonly Projection[]> {
    if (ids.length === 0) return [];
    const found = projectedTables.map(async (table) => {
      const rows = await this.#db.selectFrom(table).selectAll().where('record_id', 'in', ids).execute();
      return rows.map((row) => ({ table, row }) as Projection);
    });
    return (await Promise.all(found)).flat();
  }

  async checkIns(classId: string, session?: string): Promise<readonly TimedCheckInRow[]> {
    let query = this.#db
      .selectFrom('check_ins')
      .innerJoin('records', 'records.id', 'check_ins.record_id')
      .selectAll('check_ins')
      .select(['records.device', 'records.seq', 'records.digest'])
      .select(['records.received_at', 'records.earliest_at', 'records.latest_at', 'records.time_sign'])
      .where('check_ins.class_id', '=', classId)
      .where('records.state', '=', 'verified');
    if (session !== undefined) query = query.where('check_ins.session', '=', session);
    return query.orderBy('check_ins.at').orderBy('check_ins.record_id').execute();
  }

  /** Which of these ids check-ins of any device have already. */
  async knownCheckIns(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.#db.selectFrom('check_ins').select('id').where('id', 'in', ids).execute();
    return new Set(rows.map((row) => row.id));
  }

  /** Segments with this one's digest, and those of its class, session and camera that overlap it in time. */
  async segmentRivals(segment: SegmentPlace, longestMs: number): Promise<readonly SegmentSpan[]> {
    const spans = this.#db
      .selectFrom('segments')
      .select(['sha256', 'start_at as startAt', 'end_at as endAt'])
      .orderBy('record_id');
    const doubles = await spans.where('sha256', '=', segment.sha256).limit(1).execute();
    const beside = await spans
      .where('class_id', 'is', segment.classId)
      .where('start_at', '>', segment.startAt - longestMs)
      .where('start_at', '<', segment.endAt)
      .where('end_at', '>', segment.startAt)
      .where('session', '=', segment.session)
      .where('camera', '=', segment.camera)
      .execute();
    return [...doubles, ...beside];
  }

  /** Segments by start, each with the state of its file. */
  async segments({ classId, session, camera }: LessonQuery): Promise<readonly SegmentRow[]> {
    const rows = await this.#segments(classId, camera)
      .where('segments.session', '=', session)
      .orderBy('segments.start_at')
      .execute();
    return rows.map(withState);
  }

  async gaps({ classId, session, camera }: LessonQuery): Promise<readonly GapRow[]> {
    return this.#db
      .selectFrom('gaps')
      .innerJoin('records', 'records.id', 'gaps.record_id')
      .selectAll('gaps')
      .select('records.device')
      .where('records.state', '=', 'verified')
      .where('gaps.class_id', '=', classId)
      .where('gaps.session', '=', session)
      .where('gaps.camera', '=', camera)
      .orderBy('gaps.start_at')
      .execute();
  }

  #segments(classId: string, camera: 'room' | 'door') {
    return announcedSegments(this.#db, classId, camera).selectAll('segments').select('records.seq');
  }
}

function withState<T extends AnnouncedFile>({ fileState, receivedFrom, ...row }: T) {
  return { ...row, state: announcedState({ fileState, receivedFrom }) };
}
