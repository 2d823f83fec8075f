import type { ClassPresence, SessionPresence } from '../../sync/contract/room-review.ts';
import { groupBy } from '../group-by.ts';
import type { Context } from '../parts.ts';
import type { PresenceRow } from '../storage/lesson-store.ts';
import type { Attended } from './attendance.ts';
import { toAttended } from './check-in-line.ts';
import { findPlan } from './find-class.ts';
import { missingMoments } from './missing-moments.ts';
import { presenceFlags } from './presence-flags.ts';
import { sessionsOf } from './sessions-of.ts';

/** Heads counted in the room beside who was checked in, a session after another; throws `not_found`. */
export async function classPresence(context: Context, classId: string): Promise<ClassPresence> {
  const plan = await findPlan(context, classId);
  const rows = await context.stores.lessons.presence(classId);
  const looks = groupBy(rows, ({ session }) => session);
  const missing = missingMoments(plan, 'presence', rows, context.clock.now());
  const events = toAttended(await context.stores.projections.checkIns(classId));
  const attended = groupBy(events, ({ session }) => session);
  const begun = sessionsOf(plan, context.clock.now()).filter(({ state }) => state !== 'later');
  const sessions = begun.map(({ id }) => ({
    ...sessionPresence(id, looks.get(id) ?? [], attended.get(id) ?? []),
    missing: missing.filter(({ session }) => session === id).map(({ dueAt }) => dueAt),
  }));
  return { sessions };
}

/** Pure: one session's looks, each with how many were checked in at its moment. */
function sessionPresence(
  session: string,
  rows: readonly PresenceRow[],
  events: readonly Attended[],
): Omit<SessionPresence, 'missing'> {
  const checkedIn = insideSteps(events);
  const looks = rows.map(({ due_at: dueAt, at, heads, recognised }) => ({
    ...{ dueAt, at, heads, recognised },
    checkedIn: checkedIn.findLast((step) => step.at <= at)?.count ?? 0,
  }));
  return { session, looks, checkedIn: [...checkedIn], flags: [...presenceFlags(looks)] };
}

/** How many people were inside from each moment on. */
function insideSteps(events: readonly Attended[]): SessionPresence['checkedIn'] {
  const inside = new Set<string>();
  const steps: SessionPresence['checkedIn'] = [];
  for (const { person, direction, at } of [...events].sort((a, b) => a.at - b.at)) {
    if (direction === 'in') inside.add(person);
    else inside.delete(person);
    if (steps.at(-1)?.at === at) steps.pop();
    steps.push({ at, count: inside.size });
  }
  return steps;
}
