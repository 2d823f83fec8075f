import type { RecordBody } from '../../sync/contract/records.ts';
import { interpret, type KnownRecord } from '../../sync/evidence/record.ts';
import type { Db } from './database.ts';

const projectedTables = [
  ...['check_ins', 'consents', 'lessons', 'pauses', 'segments', 'gaps'],
  ...['picture_faults', 'photos', 'presence', 'damages'],
];

/**
 * The rows that a record stands for. A projection is a function of the record alone, so that the tables can be
 * made again from the log.
 */
export class Projections {
  readonly #db: Db;
  readonly #write: { readonly [K in KnownRecord['kind']]?: (body: RecordBody, data: never) => void };

  constructor(db: Db) {
    this.#db = db;
    this.#write = {
      ...attendanceWriters(db),
      ...recordingWriters(db),
      ...sampleWriters(db),
      ...otherWriters(db),
    };
  }

  apply(body: RecordBody): void {
    const read = interpret(body);
    if (read.kind !== 'known') throw new Error(`the kiosk wrote a ${read.kind} record of kind ${body.kind}`);
    this.#write[read.is.kind]?.(body, read.is.data as never);
  }

  /** Empties every projected table; the caller applies the log again. */
  clear(): void {
    for (const table of projectedTables) this.#db.exec(`DELETE FROM ${table}`);
  }
}

type Data<K extends KnownRecord['kind']> = Extract<KnownRecord, { kind: K }>['data'];

function attendanceWriters(db: Db) {
  const checkIn = db.prepare(
    `INSERT INTO check_ins (seq, id, class, session, person, method, outcome, direction, reason, minutes, at)
     VALUES (@seq, @id, @class, @session, @person, @method, @outcome, @direction, @reason, @minutes, @at)`,
  );
  const consent = db.prepare(
    'INSERT OR REPLACE INTO consents (class, person, use, granted) VALUES (?, ?, ?, ?)',
  );
  return {
    'check-in': (body: RecordBody, data: Data<'check-in'>) => {
      const { evidence: _, planVersion: __, role: ___, ...columns } = data;
      checkIn.run({ ...columns, seq: BigInt(body.seq), class: body.class });
    },
    consent: (body: RecordBody, data: Data<'consent'>) => {
      consent.run(body.class, data.person, data.use, data.granted ? 1 : 0);
    },
  };
}

function recordingWriters(db: Db) {
  const start = db.prepare(
    `INSERT INTO lessons (lesson, class, session, camera, started_at) VALUES (?, ?, ?, 'room', ?)
     ON CONFLICT (lesson) DO UPDATE SET stopped_at = NULL, stopped_by = NULL`,
  );
  const stop = db.prepare('UPDATE lessons SET stopped_at = ?, stopped_by = ? WHERE lesson = ?');
  const segment = db.prepare(
    `INSERT OR IGNORE INTO segments (sha256, seq, class, lesson, session, camera, size_bytes, start_at, end_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const gap = db.prepare(
    'INSERT INTO gaps (seq, class, session, camera, start_at, end_at, cause) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const pause = db.prepare(
    'INSERT INTO pauses (seq, class, lesson, session, event, at, reason) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  return {
    pause: (body: RecordBody, d: Data<'pause'>) => {
      pause.run(BigInt(body.seq), body.class, d.lesson, d.session, d.event, d.at, d.reason);
    },
    lesson: (body: RecordBody, d: Data<'lesson'>) => {
      if (d.event === 'started') start.run(d.lesson, body.class, d.session, d.at);
      else stop.run(d.at, d.by, d.lesson);
    },
    segment: (body: RecordBody, d: Data<'segment'>) => {
      const seq = BigInt(body.seq);
      segment.run(d.sha256, seq, body.class, d.lesson, d.session, d.camera, d.sizeBytes, d.startAt, d.endAt);
    },
    gap: (body: RecordBody, d: Data<'gap'>) => {
      gap.run(BigInt(body.seq), body.class, d.session, d.camera, d.startAt, d.endAt, d.cause);
    },
  };
}

function sampleWriters(db: Db) {
  const picture = db.prepare(
    `INSERT INTO picture_faults (seq, class, lesson, session, camera, fault, event, since, at)
     VALUES (@seq, @class, @lesson, @session, @camera, @fault, @event, @since, @at)`,
  );
  const photo = db.prepare(
    `INSERT OR IGNORE INTO photos (sha256, seq, class, session, camera, size_bytes, due_at, at)
     VALUES (@sha256, @seq, @class, @session, @camera, @sizeBytes, @dueAt, @at)`,
  );
  const presence = db.prepare(
    `INSERT INTO presence (seq, class, session, camera, due_at, at, heads)
     VALUES (@seq, @class, @session, @camera, @dueAt, @at, @heads)`,
  );
  const rowOf = <T extends object>({ seq, class: ofClass }: RecordBody, data: T) => ({
    ...data,
    seq: BigInt(seq),
    class: ofClass,
  });
  return {
    picture: (body: RecordBody, data: Data<'picture'>) => {
      picture.run(rowOf(body, data));
    },
    photo: (body: RecordBody, data: Data<'photo'>) => {
      photo.run(rowOf(body, data));
    },
    presence: (body: RecordBody, { recognised: _, ...data }: Data<'presence'>) => {
      presence.run(rowOf(body, data));
    },
  };
}

function otherWriters(db: Db) {
  const damage = db.prepare('INSERT OR IGNORE INTO damages (subject, seq) VALUES (?, ?)');
  return {
    damage: (body: RecordBody, d: Data<'damage'>) => {
      damage.run(`${d.item}:${d.subject}`, BigInt(body.seq));
    },
  };
}
