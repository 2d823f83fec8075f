import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { SessionSummary } from '../../sync/contract/review.ts';
import { groupBy } from '../group-by.ts';
import type { Context } from '../parts.ts';
import type { KnownDevice } from '../storage/device-store.ts';
import { revokedFrom } from '../verify/check-device.ts';
import { type RecordingFacts, silenceMs } from './recording-state.ts';

/** A class, and the session that is looked at. */
export interface OnWall {
  readonly plan: ClassPlan;
  readonly session: SessionSummary | null;
}

/** What stands about the classes of a wall, by class. */
export interface WallFacts {
  readonly now: number;
  /** Ids of those who were checked in in the session. */
  inside(classId: string): ReadonlySet<string>;
  recording(classId: string): RecordingFacts;
  findings(classId: string): number;
  devices(plan: ClassPlan): readonly KnownDevice[];
  /** Of the plan's devices, those of which somebody uses a copy. */
  cloned(plan: ClassPlan): readonly KnownDevice[];
}

/** The newest film of a lesson that runs began no longer ago than its length and the silence that is a fault. */
const filmOfLateMs = 2 * silenceMs;

/** Reads it in a fixed number of queries. */
export async function wallFacts(
  { stores, clock, serverKey }: Context,
  shown: readonly OnWall[],
): Promise<WallFacts> {
  const now = clock.now();
  const sessionsOf = (some: readonly OnWall[]) =>
    some.flatMap(({ plan, session }) => (session ? { classId: plan.class, session: session.id } : []));
  const underWay = sessionsOf(shown.filter(({ session }) => session?.state === 'now'));
  const inside = groupBy(await stores.wall.checkedIn(sessionsOf(shown)), ({ classId }) => classId ?? '');
  const events = new Map((await stores.wall.lessonEvents(underWay)).map((event) => [event.classId, event]));
  const filmed = await stores.wall.filmedUntil(
    underWay.map(({ classId }) => classId),
    now - filmOfLateMs,
  );
  const findings = await stores.wall.findings();
  const listed = [...new Set(shown.flatMap(({ plan }) => plan.devices))];
  const known = new Map((await stores.devices.list(listed)).map((one) => [one.device, one]));
  const clones = await stores.findings.newestByDevice('device-cloned');
  const devices = (plan: ClassPlan) => plan.devices.flatMap((device) => known.get(device) ?? []);
  const isCloned = (one: KnownDevice) =>
    clones.has(one.device) && revokedFrom(one, serverKey.publicKey) === undefined;
  return {
    now,
    inside: (classId) => new Set(inside.get(classId)?.map(({ person }) => person ?? '')),
    recording: (classId) => ({ event: events.get(classId), filmedUntil: filmed.get(classId) }),
    findings: (classId) => findings.get(classId) ?? 0,
    devices,
    cloned: (plan) => devices(plan).filter(isCloned),
  };
}
