import type { CheckInLine, SessionSummary } from '../../sync/contract/review.ts';

const reachMs = 60 * 60_000;

/** The session that a check-in belongs to by its time; refused ones outside every window belong to none. */
export function sessionOf(sessions: readonly SessionSummary[], at: number): SessionSummary | null {
  const distance = (session: SessionSummary): number => Math.max(session.startAt - at, at - session.endAt, 0);
  const nearest = sessions.reduce<SessionSummary | null>(
    (best, session) => (best === null || distance(session) < distance(best) ? session : best),
    null,
  );
  return nearest && distance(nearest) <= reachMs ? nearest : null;
}

export interface CheckInFilter {
  readonly person: string;
  readonly method: CheckInLine['method'] | '';
  readonly outcome: CheckInLine['outcome'] | '';
  readonly reason: CheckInLine['reason'] | '';
  /** Session id, or '' for all. */
  readonly session: string;
}

export const noCheckInFilter: CheckInFilter = {
  person: '',
  method: '',
  outcome: '',
  reason: '',
  session: '',
};

/** `nameOf` gives the name that the page shows, which is what people type in. */
export function filterCheckIns(
  lines: readonly CheckInLine[],
  filter: CheckInFilter,
  sessions: readonly SessionSummary[],
  nameOf: (line: CheckInLine) => string,
): readonly CheckInLine[] {
  const person = filter.person.trim();
  return lines.filter(
    (line) =>
      (person === '' || nameOf(line).includes(person) || line.seq === person) &&
      (filter.method === '' || line.method === filter.method) &&
      (filter.outcome === '' || line.outcome === filter.outcome) &&
      (filter.reason === '' || line.reason === filter.reason) &&
      (filter.session === '' || sessionOf(sessions, line.at)?.id === filter.session),
  );
}

/** Face scores are cosines, finger scores whole numbers of the reader. */
export const scoreText = (line: Pick<CheckInLine, 'method' | 'score'>): string =>
  line.method === 'face' ? line.score.toFixed(3) : String(line.score);
