import { sql } from 'kysely';
import {
  type AnnouncedFile,
  type AnnouncedState,
  announcedSegments,
  announcedState,
} from './announced-files.ts';
import type { Database } from './database.ts';

const ofRecord = ['records.device', 'records.seq', 'records.digest'] as const;

/** A film without a hole, and what its files are. */
export interface FilmRow {
  readonly device: string;
  readonly session: string;
  readonly state: AnnouncedState;
  readonly startAt: number;
  readonly endAt: number;
}

/** What may lie between segments that meet: the most, and the share of the length of the one that follows. */
export interface Seam {
  readonly mostMs: number;
  readonly share: number;
}

/** What credit is judged from, whole classes at a time, each row with the record that says so. */
export class CreditFactsStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Accepted check-ins and check-outs. */
  async checkIns(classId: string) {
    return this.#db
      .selectFrom('check_ins')
      .innerJoin('records', 'records.id', 'check_ins.record_id')
      .select(['check_ins.person', 'check_ins.session', 'check_ins.direction', 'check_ins.at', ...ofRecord])
      .select([
        'records.earliest_at as earliestAt',
        'records.latest_at as latestAt',
        'records.time_sign as sign',
      ])
      .where('check_ins.class_id', '=', classId)
      .where('check_ins.outcome', '=', 'accepted')
      .where('records.state', '=', 'verified')
      .execute();
  }

  /** Texts of the check-ins that are held, the oldest first. */
  async heldCheckIns(classId: string, limit: number) {
    return (
      this.#db
        .selectFrom('records')
        .select(['device', 'seq', 'digest', 'text', 'held_for as heldFor'])
        .where('class_id', '=', classId)
        // Literally, for the index of held records knows no parameter.
        .where('state', '=', sql.lit('held'))
        .where('kind', '=', 'check-in')
        .orderBy('id')
        .limit(limit)
        .execute()
    );
  }

  /** Also those that are held for the kiosk's clock or its certificate: they were made all the same. */
  async enrolments(classId: string) {
    return this.#db
      .selectFrom('records')
      .select(['device', 'seq', 'digest', 'text', 'held_for as heldFor'])
      .where('class_id', '=', classId)
      .where('kind', '=', sql.lit('enrolment'))
      .where((e) =>
        e.or([
          e('state', '=', 'verified'),
          e.and([
            e('state', '=', 'held'),
            e('held_for', 'in', ['record-from-future', 'certificate-expired']),
          ]),
        ]),
      )
      .execute();
  }

  /** The room camera's film, segments joined that meet. */
  async film(classId: string, seam: Seam): Promise<readonly FilmRow[]> {
    const segments = announcedSegments(this.#db, classId, 'room')
      .select(['segments.device', 'segments.session'])
      .select(['segments.start_at as startAt', 'segments.end_at as endAt'])
      .orderBy('segments.start_at');
    return joined(await segments.execute(), seam);
  }

  /** What kiosks signed of their own gaps, and faults of the picture, of the room camera. */
  async gaps(classId: string) {
    return this.#db
      .selectFrom('gaps')
      .innerJoin('records', 'records.id', 'gaps.record_id')
      .select(['gaps.session', 'gaps.start_at as startAt', 'gaps.end_at as endAt', 'gaps.cause', ...ofRecord])
      .where('gaps.class_id', '=', classId)
      .where('gaps.camera', '=', 'room')
      .where('records.state', '=', 'verified')
      .execute();
  }

  async pictureFaults(classId: string) {
    return this.#db
      .selectFrom('picture_faults')
      .innerJoin('records', 'records.id', 'picture_faults.record_id')
      .selectAll('picture_faults')
      .select(ofRecord)
      .where('picture_faults.class_id', '=', classId)
      .where('picture_faults.camera', '=', 'room')
      .where('records.state', '=', 'verified')
      .orderBy('picture_faults.record_id')
      .execute();
  }

  async lessons(classId: string) {
    return this.#db
      .selectFrom('lessons')
      .innerJoin('records', 'records.id', 'lessons.record_id')
      .selectAll('lessons')
      .where('lessons.class_id', '=', classId)
      .where('records.state', '=', 'verified')
      .orderBy('lessons.record_id')
      .execute();
  }

  async looks(classId: string) {
    return this.#db
      .selectFrom('presence')
      .innerJoin('records', 'records.id', 'presence.record_id')
      .select(['presence.session', 'presence.at', 'presence.heads', ...ofRecord])
      .where('presence.class_id', '=', classId)
      .where('records.state', '=', 'verified')
      .execute();
  }

  /** Accepted check-ins, in other classes, of whoever has the ID number of somebody in this class (`own`). */
  async elsewhere(classId: string) {
    return this.#db
      .selectFrom('people as own')
      .innerJoin('people as other', (join) =>
        join.onRef('other.id_number', '=', 'own.id_number').onRef('other.class_id', '!=', 'own.class_id'),
      )
      .innerJoin('check_ins', 'check_ins.person', 'other.id')
      .innerJoin('records', 'records.id', 'check_ins.record_id')
      .select(['own.id as person', 'other.class_id as class', 'check_ins.session'])
      .select(['check_ins.direction', 'check_ins.at', ...ofRecord])
      .where('own.class_id', '=', classId)
      .where('check_ins.outcome', '=', sql.lit('accepted'))
      .where('records.state', '=', 'verified')
      .execute();
  }

  /**
   * Up to when every one of these kiosks that wrote into the class has spoken to us; where none has yet, up to when one
   * of them spoke. A revoked one brings nothing any more.
   */
  async heardAt(devices: readonly string[], wrote: readonly string[]): Promise<number | null> {
    const part = devices.filter((device) => wrote.includes(device));
    const rows = await this.#db
      .selectFrom('devices')
      .select('last_seen_at as at')
      .where('id', 'in', part.length > 0 ? part : devices)
      .where('revocation', 'is', null)
      .execute();
    const heard = rows.map(({ at }) => Number(at ?? 0));
    if (heard.length === 0) return null;
    return (part.length > 0 ? Math.min(...heard) : Math.max(...heard)) || null;
  }

  /** Entries of the server's own log that credit is judged by, as stored, oldest first. */
  async entries(classId: string, actions: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('journal')
      .select('statement')
      .where('class_id', '=', classId)
      .where('action', 'in', actions)
      .orderBy('seq')
      .execute();
    return rows.map(({ statement }) => statement);
  }
}

interface SegmentOfFilm extends AnnouncedFile {
  readonly device: string;
  readonly session: string;
  readonly startAt: number;
  readonly endAt: number;
}

function joined(segments: readonly SegmentOfFilm[], { mostMs, share }: Seam): readonly FilmRow[] {
  const open = new Map<string, { -readonly [K in keyof FilmRow]: FilmRow[K] }>();
  const rows: FilmRow[] = [];
  for (const segment of segments) {
    const { device, session, startAt, endAt } = segment;
    const state = announcedState(segment);
    const key = `${device} ${session} ${state}`;
    const last = open.get(key);
    const seamMs = Math.min(mostMs, share * (endAt - startAt));
    if (last && startAt <= last.endAt + seamMs) last.endAt = Math.max(last.endAt, endAt);
    else {
      const row = { device, session, state, startAt, endAt };
      open.set(key, row);
      rows.push(row);
    }
  }
  return rows;
}
