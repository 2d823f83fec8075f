import type { Clock } from '../../sync/base/clock.ts';
import { isAppError } from '../../sync/base/errors.ts';
import { randomId } from '../../sync/base/ids.ts';
import type { CheckInNotice } from '../../sync/contract/kiosk-view.ts';
import type { MatchEvidence } from '../../sync/contract/records.ts';
import type { PlanStore } from '../plan/plan-store.ts';
import type { FactLog } from '../store/log-store.ts';
import type { AttendanceStore } from './attendance-store.ts';
import { type DecidedAttempt, toNotice, toRecord } from './check-in-record.ts';
import { type Decision, decide, type Identity } from './decide.ts';

const noticeMs = 6_000;
const askMs = 15_000;

interface DeskParts {
  readonly clock: Clock;
  readonly log: FactLog;
  readonly plans: PlanStore;
  readonly attendance: AttendanceStore;
}

/** A question that waits for its answer. */
interface Asked {
  readonly identity: Identity;
  readonly evidence: MatchEvidence;
  readonly notice: CheckInNotice;
}

/**
 * Where attempts become decided check-ins: decides, records, and says so. One attempt at a time; an early leave
 * waits for its confirmation and is recorded only then.
 */
export class CheckInDesk {
  readonly #parts: DeskParts;
  readonly #listeners = new Set<(notice: CheckInNotice | null) => void>();
  #notice: CheckInNotice | null = null;
  #asked: Asked | undefined;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** What the page shows now; null once its time is over. */
  get notice(): CheckInNotice | null {
    return this.#notice && this.#notice.until > this.#parts.clock.now() ? this.#notice : null;
  }

  /** Returns how to stop listening. */
  onNotice(listener: (notice: CheckInNotice | null) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A face or a finger was matched to `identity`, or to nobody. */
  attempt(identity: Identity | undefined, evidence: MatchEvidence): CheckInNotice {
    if (identity && this.#asked && this.#isConfirmation(this.#asked, identity, evidence)) {
      return this.#leaveEarly(this.#asked);
    }
    const { clock, plans, attendance } = this.#parts;
    const at = clock.now();
    const decision = decide(plans.all(), { at, identity }, (who, session) =>
      attendance.history(who, session),
    );
    const id = randomId('chk');
    if (decision.kind === 'ask') return this.#ask(id, decision, identity as Identity, evidence);
    return this.#settle(id, decision, { identity, evidence, at });
  }

  /** A word to the person that decides nothing: a dry finger, a face too far away. */
  hint(reason: CheckInNotice['reason'], method: CheckInNotice['method']): void {
    if (this.notice && this.notice.kind !== 'hint') return;
    const at = this.#parts.clock.now();
    this.#say({
      id: randomId('chk'),
      kind: 'hint',
      reason,
      maskedName: null,
      role: null,
      method,
      minutes: 0,
      at,
      until: at + 4_000,
    });
  }

  /** Answer to an `ask`; false when that question is no longer open. */
  answer(id: string, confirm: boolean): boolean {
    if (this.#asked?.notice.id !== id || !this.notice) return false;
    if (confirm) this.#leaveEarly(this.#asked);
    else this.#dismiss();
    return true;
  }

  #ask(id: string, decision: Decision, identity: Identity, evidence: MatchEvidence): CheckInNotice {
    const notice = toNotice(id, decision, evidence.kind, this.#parts.clock.now(), askMs);
    this.#asked = { identity, evidence, notice };
    return this.#say(notice);
  }

  /** The same finger once more says yes. A face does not: it is still in the picture, whatever its owner wants. */
  #isConfirmation(asked: Asked, identity: Identity, evidence: MatchEvidence): boolean {
    if (this.notice?.id !== asked.notice.id || evidence.kind !== 'finger') return false;
    return asked.identity.person === identity.person && asked.identity.class === identity.class;
  }

  /** Decides anew at this instant, for the plan's windows may have turned since the question. */
  #leaveEarly(asked: Asked): CheckInNotice {
    const { clock, plans, attendance } = this.#parts;
    const { identity, evidence, notice } = asked;
    this.#asked = undefined;
    const at = clock.now();
    const again = decide(plans.all(), { at, identity }, (who, session) => attendance.history(who, session));
    const decision: Decision = again.kind === 'ask' ? { ...again, kind: 'accepted' } : again;
    return this.#settle(notice.id, decision, { identity, evidence, at });
  }

  /** Writes the decision down, and only then says it. */
  #settle(id: string, decision: Decision, attempt: DecidedAttempt): CheckInNotice {
    const notice = toNotice(id, decision, attempt.evidence.kind, attempt.at, noticeMs);
    try {
      const { classId, data } = toRecord(id, decision, attempt, this.#parts.plans.all());
      this.#parts.log.append('check-in', classId, data);
    } catch (error) {
      if (!isAppError(error, 'disk_full')) throw error;
      return this.#say({ ...notice, kind: 'refused', reason: 'not-saved' });
    }
    return this.#say(notice);
  }

  #say(notice: CheckInNotice): CheckInNotice {
    if (this.#asked && this.#asked.notice.id !== notice.id) this.#asked = undefined;
    this.#notice = notice;
    for (const listener of this.#listeners) listener(notice);
    return notice;
  }

  #dismiss(): void {
    this.#asked = undefined;
    this.#notice = null;
    for (const listener of this.#listeners) listener(null);
  }
}
