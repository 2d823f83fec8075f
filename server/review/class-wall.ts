import type { ClassTile, ClassWall } from '../../sync/contract/review.ts';
import type { Context } from '../parts.ts';
import { recordingState } from './recording-state.ts';
import { currentSession } from './sessions-of.ts';
import { type OnWall, type WallFacts, wallFacts } from './wall-facts.ts';

/** Every class, or those of one organiser, with what happens in it now: what is under way first, what is over last. */
export async function classWall(context: Context, organiser: string | null): Promise<ClassWall> {
  const all = await context.stores.classes.all();
  const own = organiser === null ? undefined : await context.stores.accounts.classesOf(organiser);
  const plans = own ? all.filter(({ body }) => own.has(body.class)) : all;
  const now = context.clock.now();
  const shown = plans
    .map(({ body: plan }) => ({ plan, session: currentSession(plan, now) }))
    .sort((a, b) => urgency(a, b) || (a.plan.class < b.plan.class ? -1 : 1));
  const facts = await wallFacts(context, shown);
  const { channels } = context.monitor.feeds;
  const isConnected = ({ plan }: OnWall) => plan.devices.some((device) => channels.isOpen(device));
  return { now, classes: shown.map((one) => ({ ...tile(one, facts), connected: isConnected(one) })) };
}

const places = { now: 0, later: 1, past: 2 } as const;

/** Under way, then the next to begin, then the last to end. */
function urgency({ session: a }: OnWall, { session: b }: OnWall): number {
  const place = ({ session }: Pick<OnWall, 'session'>) => places[session?.state ?? 'past'];
  const byPlace = place({ session: a }) - place({ session: b });
  if (byPlace !== 0 || !a || !b) return byPlace;
  return a.state === 'past' ? b.endAt - a.endAt : a.startAt - b.startAt;
}

function tile({ plan, session }: OnWall, facts: WallFacts): Omit<ClassTile, 'connected'> {
  const { class: id, title, organiser, room, profile } = plan;
  return {
    ...{ id, title, organiser, room, profile, session },
    ...headCount({ plan, session }, facts.inside(id)),
    recording: recordingState(plan, session, { ...facts.recording(id), now: facts.now }),
    lastSeenAt: facts
      .devices(plan)
      .reduce<number | null>((at, { lastSeenAt }) => newer(at, lastSeenAt), null),
    findings: facts.findings(id),
    cloned: facts.cloned(plan).map(({ device, name }) => ({ id: device, name })),
  };
}

/** 应到 · 已签 · 未到, of the trainees; nobody is missing before the session begins. */
function headCount({ plan, session }: OnWall, inside: ReadonlySet<string>) {
  const trainees = plan.people.filter(({ role }) => role === 'trainee');
  const expected = trainees.length;
  if (!session) return { expected, checkedIn: 0, missing: 0 };
  const checkedIn = trainees.filter(({ id }) => inside.has(id)).length;
  return { expected, checkedIn, missing: session.state === 'later' ? 0 : expected - checkedIn };
}

function newer(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
