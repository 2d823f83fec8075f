import type { Selectable } from 'kysely';
import type { RecordBody } from '../../sync/contract/records.ts';
import { interpret, type KnownRecord } from '../../sync/evidence/record.ts';
import type {
  CheckInTable,
  GapTable,
  LessonTable,
  PauseTable,
  PhotoTable,
  PictureFaultTable,
  PresenceTable,
  SegmentTable,
} from '../storage/schema-projections.ts';

/** The table row that explains a record, if its kind has one. */
export type Projection =
  | { readonly table: 'check_ins'; readonly row: Selectable<CheckInTable> }
  | { readonly table: 'segments'; readonly row: Selectable<SegmentTable> }
  | { readonly table: 'gaps'; readonly row: Selectable<GapTable> }
  | { readonly table: 'lessons'; readonly row: Selectable<LessonTable> }
  | { readonly table: 'pauses'; readonly row: Selectable<PauseTable> }
  | { readonly table: 'picture_faults'; readonly row: Selectable<PictureFaultTable> }
  | { readonly table: 'photos'; readonly row: Selectable<PhotoTable> }
  | { readonly table: 'presence'; readonly row: Selectable<PresenceTable> };

/** Pure: ingest writes what this says, and the scrub compares the tables with it. */
export function project(recordId: number, body: RecordBody): Projection | undefined {
  const read = interpret(body);
  if (read.kind !== 'known') return undefined;
  const common = { record_id: recordId, class_id: body.class };
  const { is } = read;
  switch (is.kind) {
    case 'check-in':
      return { table: 'check_ins', row: { ...common, ...checkInColumns(is.data) } };
    case 'segment':
      return { table: 'segments', row: { ...common, device: body.device, ...segmentColumns(is.data) } };
    case 'gap':
      return { table: 'gaps', row: { ...common, ...gapColumns(is.data) } };
    case 'lesson': {
      const { session, lesson, event, at } = is.data;
      return { table: 'lessons', row: { ...common, session, lesson, event, at } };
    }
    case 'pause':
      return { table: 'pauses', row: { ...common, ...is.data } };
    case 'picture':
      return { table: 'picture_faults', row: { ...common, ...is.data } };
    case 'photo':
      return { table: 'photos', row: { ...common, device: body.device, ...photoColumns(is.data) } };
    case 'presence': {
      const { session, camera, dueAt, at, heads, recognised } = is.data;
      const row = { ...common, session, camera, due_at: dueAt, at, heads, recognised: recognised.length };
      return { table: 'presence', row };
    }
    default:
      return undefined;
  }
}

type DataOf<K extends KnownRecord['kind']> = Extract<KnownRecord, { kind: K }>['data'];

function checkInColumns(data: DataOf<'check-in'>) {
  const { id, session, person, role, method, outcome, direction, reason, minutes, at, evidence } = data;
  return {
    id,
    session,
    person,
    role,
    method,
    outcome,
    direction,
    reason,
    minutes,
    at,
    score: evidence.score,
  };
}

function segmentColumns(data: DataOf<'segment'>) {
  return {
    session: data.session,
    lesson: data.lesson,
    camera: data.camera,
    sha256: data.sha256,
    size_bytes: data.sizeBytes,
    init_bytes: data.initBytes,
    start_at: data.startAt,
    end_at: data.endAt,
  };
}

function gapColumns(data: DataOf<'gap'>) {
  return {
    session: data.session,
    lesson: data.lesson,
    camera: data.camera,
    start_at: data.startAt,
    end_at: data.endAt,
    cause: data.cause,
  };
}

function photoColumns({ session, camera, dueAt, at, sha256, sizeBytes }: DataOf<'photo'>) {
  return { session, camera, due_at: dueAt, at, sha256, size_bytes: sizeBytes };
}

/** What the pull API gives out: an accepted check-in of a person of a class, in a session. */
export function isPullable({ table, row }: Projection): boolean {
  if (table !== 'check_ins' || row.outcome !== 'accepted') return false;
  return [row.class_id, row.session, row.person, row.role, row.direction].every((value) => value !== null);
}
