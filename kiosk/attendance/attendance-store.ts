import type { DecisionReason, Method } from '../../sync/contract/records.ts';
import type { Db } from '../store/database.ts';
import type { Identity, PastCheckIn } from './decide.ts';

export interface CheckInRow extends PastCheckIn {
  readonly person: string;
  readonly method: Method;
  readonly minutes: number;
}

/** Reads the accepted check-ins that the log holds. */
export class AttendanceStore {
  readonly #ofPerson;
  readonly #ofSession;

  constructor(db: Db) {
    const columns = 'person, direction, reason, at, method, minutes';
    this.#ofPerson = db.prepare<[string, string, string], CheckInRow>(
      `SELECT ${columns} FROM check_ins WHERE class = ? AND session = ? AND person = ? AND outcome = 'accepted' ORDER BY seq`,
    );
    this.#ofSession = db.prepare<[string, string], CheckInRow>(
      `SELECT ${columns} FROM check_ins WHERE class = ? AND session = ? AND outcome = 'accepted' ORDER BY seq`,
    );
  }

  history(identity: Identity, session: string): CheckInRow[] {
    return this.#ofPerson.all(identity.class, session, identity.person);
  }

  /** Accepted check-ins of a session, oldest first. */
  ofSession(classId: string, session: string): CheckInRow[] {
    return this.#ofSession.all(classId, session);
  }
}

/** What the live board says of a person, from their last accepted check-in. */
export function statusOf(last: { direction: 'in' | 'out'; reason: DecisionReason } | undefined) {
  if (!last) return 'missing';
  if (last.direction === 'out') return last.reason === 'early-leave' ? 'left-early' : 'out';
  return last.reason === 'late' ? 'late' : 'in';
}
