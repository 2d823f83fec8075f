import type { ClassPlan, Period } from '../../sync/contract/class-plan.ts';
import type { CreditReason } from '../../sync/contract/credit.ts';
import type { Source } from '../../sync/contract/policy.ts';
import type { UncoveredStretch } from '../../sync/contract/replay.ts';
import { groupBy } from '../group-by.ts';
import { type Stretch, uncovered } from '../review/coverage.ts';
import { clipMs, clipsWanted, filmToleranceMs, type OurDefault, ours } from './defaults.ts';
import type { CreditFacts, FilmFact, GapFact, PictureFaultFact } from './facts.ts';
import { byPlace, inOrder, reason } from './reasons.ts';

type VideoFacts = Pick<CreditFacts, 'rules' | 'film' | 'gaps' | 'pictureFaults'> & {
  readonly plan: Pick<ClassPlan, 'periods'>;
};
type PeriodSpan = Pick<Period, 'session' | 'startAt' | 'endAt' | 'kind'>;

export interface VideoJudge {
  /** Whether a period's film shows what the profile demands. */
  reasonsFor(period: PeriodSpan): readonly CreditReason[];
  /** How much of a stretch verified film shows, ms. */
  filmedMs(session: string, stretch: Stretch): number;
}

export function videoJudge(facts: VideoFacts): VideoJudge {
  const rooms = bySession(facts);
  const filmedMs = (session: string, stretch: Stretch) =>
    stretch.endAt - stretch.startAt - lengthOf(missingFilm(stretch, rooms(session)));
  return { reasonsFor: reasonsOf(facts, rooms), filmedMs };
}

function reasonsOf(facts: VideoFacts, rooms: Rooms): VideoJudge['reasonsFor'] {
  const { value: demand, source } = facts.rules.video;
  const none = [reason('for', 'video-not-demanded', { source })];
  if (demand === 'none') return () => none;
  if (demand === 'three-clips') {
    const clips = clipsReason(facts, rooms);
    return () => clips;
  }
  return (period) => {
    if (demand === 'theory-whole' && period.kind !== 'theory') return none;
    const room = rooms(period.session);
    return [...filmReasons(period, room, source), ...faultReasons(period, room)];
  };
}

interface Room {
  readonly verified: readonly FilmFact[];
  readonly announced: readonly FilmFact[];
  readonly gaps: readonly GapFact[];
  readonly faults: readonly PictureFaultFact[];
}

type Rooms = (session: string) => Room;

function bySession({ film, gaps, pictureFaults }: VideoFacts): Rooms {
  const ofSession = ({ session }: { readonly session: string }) => session;
  const inTime = (a: FilmFact, b: FilmFact) => a.startAt - b.startAt || a.endAt - b.endAt;
  const films = groupBy([...film].sort(inTime), ofSession);
  const gapsOf = groupBy(
    [...gaps].sort((a, b) => byPlace(a.record, b.record)),
    ofSession,
  );
  const faultsOf = groupBy(
    [...pictureFaults].sort((a, b) => byPlace(a.record, b.record)),
    ofSession,
  );
  return (session) => {
    const own = films.get(session) ?? [];
    return {
      verified: own.filter(({ state }) => state === 'verified'),
      announced: own.filter(({ state }) => state === 'announced'),
      gaps: gapsOf.get(session) ?? [],
      faults: faultsOf.get(session) ?? [],
    };
  };
}

/** Film that was announced and is not here yet is waited for; what is missing besides holds the period, too. */
function filmReasons(period: Stretch, room: Room, source: Source): readonly CreditReason[] {
  const missing = missingFilm(period, room);
  const missingMs = lengthOf(missing);
  if (missingMs <= filmToleranceMs) {
    return [reason('for', 'video-covers', { source, about: { uncoveredMs: missingMs } })];
  }
  const lost = missing.filter(({ cause }) => cause !== 'not-uploaded');
  const lostMs = lengthOf(lost);
  const gaps = inOrder(room.gaps.filter((gap) => meets(gap, period)).map(({ record }) => record));
  const reasons: CreditReason[] = [];
  if (lostMs > filmToleranceMs) {
    const causes = [...new Set(lost.map(({ cause }) => cause))].sort();
    const about = { uncoveredMs: lostMs, causes };
    reasons.push(
      reason('holds', 'video-short', { source: withReading(source, ours.film), records: gaps, about }),
    );
  }
  const waitingMs = missingMs - lostMs;
  if (waitingMs > 0) reasons.push(reason('holds', 'video-waiting', { source, about: { waitingMs } }));
  return reasons;
}

/** What is demanded stands in the text; how we measure it is ours. */
function withReading(source: Source, { why, whyEn }: OurDefault): Source {
  return source.kind === 'default' ? source : { ...source, reading: { text: why, textEn: whyEn } };
}

function missingFilm(period: Stretch, room: Room): readonly UncoveredStretch[] {
  const around = <T extends Stretch>(of: readonly T[]) => of.filter((one) => meets(one, period));
  return uncovered({
    due: [period],
    verified: around(room.verified),
    announced: around(room.announced),
    explained: around(room.gaps).map((gap) => ({ ...gap, device: gap.record.device })),
    until: period.endAt,
  });
}

function lengthOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
}

function faultReasons(period: Stretch, room: Room): readonly CreditReason[] {
  const faults = room.faults.filter((fault) => meets(fault, period));
  if (faults.length === 0) return [];
  const kinds = [...new Set(faults.map(({ fault }) => fault))].sort();
  const records = inOrder(faults.map(({ record }) => record));
  return [reason('holds', 'picture-faulty', { source: ours.picture, records, about: { faults: kinds } })];
}

/** 「不少于3次，每次不少于2分钟」: over the whole class, and the same for every period of it. */
function clipsReason({ plan, rules }: VideoFacts, rooms: Rooms): readonly CreditReason[] {
  const { source } = rules.video;
  const clipsWith = (withAnnounced: boolean) =>
    plan.periods.flatMap((period) => clipsIn(period, rooms(period.session), withAnnounced)).length;
  const clips = clipsWith(false);
  const about = { clips, wanted: clipsWanted };
  if (clips >= clipsWanted) return [reason('for', 'video-covers', { source, about })];
  const code = clipsWith(true) >= clipsWanted ? 'video-waiting' : 'clips-missing';
  return [reason('holds', code, { source: withReading(source, ours.clips), about })];
}

function clipsIn(period: PeriodSpan, room: Room, withAnnounced: boolean): readonly Stretch[] {
  const film = withAnnounced ? [...room.verified, ...room.announced] : room.verified;
  const holes = [...room.gaps, ...room.faults].filter((one) => meets(one, period));
  const missing = uncovered({
    due: [period],
    verified: film.filter((one) => meets(one, period)),
    announced: [],
    explained: holes.map(({ startAt, endAt, record: { device } }) => ({
      ...{ startAt, endAt, device },
      cause: 'unexplained',
    })),
    until: period.endAt,
  });
  const edges = [period.startAt, ...missing.flatMap(({ startAt, endAt }) => [startAt, endAt]), period.endAt];
  const stretches: Stretch[] = [];
  for (let i = 0; i + 1 < edges.length; i += 2) {
    stretches.push({ startAt: edges[i] as number, endAt: edges[i + 1] as number });
  }
  return stretches.filter(({ startAt, endAt }) => endAt - startAt >= clipMs);
}

function meets(a: Stretch, b: Stretch): boolean {
  return a.startAt < b.endAt && a.endAt > b.startAt;
}
