import type { ClassPlan } from '../../sync/contract/class-plan.ts';
import type { ClassTile, ClassWall, SessionSummary } from '../../sync/contract/review.ts';
import type { Context } from '../parts.ts';
import { revokedFrom } from '../verify/check-device.ts';
import { toAttended } from './check-in-line.ts';
import { recordingState } from './recording-state.ts';
import { currentSession } from './sessions-of.ts';

/** Every class, or those of one organiser, with what happens in it now. */
export async function classWall(context: Context, organiser: string | null): Promise<ClassWall> {
  const all = await context.stores.classes.all();
  const own = organiser === null ? undefined : await context.stores.accounts.classesOf(organiser);
  const plans = own ? all.filter(({ body }) => own.has(body.class)) : all;
  const clones = await context.stores.findings.newestByDevice('device-cloned');
  const classes = await Promise.all(plans.map(({ body }) => tile(context, body, clones)));
  return { now: context.clock.now(), classes };
}

async function tile(
  context: Context,
  plan: ClassPlan,
  clones: ReadonlyMap<string, unknown>,
): Promise<ClassTile> {
  const { stores, clock, serverKey } = context;
  const session = currentSession(plan, clock.now());
  const devices = await stores.devices.list(plan.devices);
  const cloned = devices.filter(
    (device) => clones.has(device.device) && revokedFrom(device, serverKey.publicKey) === undefined,
  );
  const { class: id, title, organiser, room, profile } = plan;
  return {
    id,
    title,
    organiser,
    room,
    profile,
    session,
    ...(await headCount(context, plan, session)),
    recording: await recordingState(context, plan, session),
    connected: plan.devices.some((device) => context.monitor.feeds.channels.isOpen(device)),
    lastSeenAt: devices.reduce<number | null>((latest, { lastSeenAt }) => newer(latest, lastSeenAt), null),
    findings: await stores.findings.count(id),
    cloned: cloned.map(({ device, name }) => ({ id: device, name })),
  };
}

/** 应到 · 已签 · 未到, of the trainees; nobody is missing before the session begins. */
async function headCount({ stores }: Context, plan: ClassPlan, session: SessionSummary | null) {
  const trainees = plan.people.filter(({ role }) => role === 'trainee');
  const expected = trainees.length;
  if (!session) return { expected, checkedIn: 0, missing: 0 };
  const events = toAttended(await stores.projections.checkIns(plan.class, session.id));
  const inside = new Set(events.filter(({ direction }) => direction === 'in').map(({ person }) => person));
  const checkedIn = trainees.filter(({ id }) => inside.has(id)).length;
  return { expected, checkedIn, missing: session.state === 'later' ? 0 : expected - checkedIn };
}

function newer(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
