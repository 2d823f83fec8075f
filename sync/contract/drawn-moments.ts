import { drawMoments } from '../base/draw.ts';
import { type ClassPlan, defaultSampling, type Period } from './class-plan.ts';

/** A moment at which a plan wants a photograph of a session, or a look at how many are there. */
export interface DrawnMoment {
  readonly kind: 'photo' | 'presence';
  readonly session: string;
  readonly dueAt: number;
  /** What could not be taken then may be made up for, during a period, before this instant. */
  readonly until: number;
}

const hourMs = 3_600_000;
const drawnFrom = new WeakMap<ClassPlan, readonly DrawnMoment[]>();

/**
 * All moments of a plan, in order of time: kiosk and server draw the same from it. Breaks are left out. Photographs
 * are drawn a session, looks a period, so that a change of one period leaves the looks of the others as they are.
 */
export function drawnMoments(plan: ClassPlan): readonly DrawnMoment[] {
  const known = drawnFrom.get(plan);
  if (known) return known;
  const drawn = [...photos(plan), ...looks(plan)].sort((a, b) => a.dueAt - b.dueAt);
  drawnFrom.set(plan, drawn);
  return drawn;
}

function photos(plan: ClassPlan): DrawnMoment[] {
  const count = (plan.sampling ?? defaultSampling).photosPerSession;
  const sessions = [...new Set(plan.periods.map((period) => period.session))];
  return sessions.flatMap((session) => {
    const spans = plan.periods.filter((p) => p.session === session).sort((a, b) => a.startAt - b.startAt);
    const until = Math.max(...spans.map((period) => period.endAt));
    const moments = drawMoments({ seed: seedOf(plan), label: `photo ${session}`, spans, count });
    return moments.map((dueAt) => ({ kind: 'photo' as const, session, dueAt, until }));
  });
}

/** Only what must be recorded is looked at: elsewhere no camera is in use. */
function looks(plan: ClassPlan): DrawnMoment[] {
  const anHour = (plan.sampling ?? defaultSampling).presencePerHour;
  return plan.periods
    .filter((period) => isRecorded(plan, period))
    .flatMap((period) => {
      const { session, day, number, startAt, endAt } = period;
      const label = `presence ${session} ${day} ${number}`;
      const count = (anHour * (endAt - startAt)) / hourMs;
      const moments = drawMoments({ seed: seedOf(plan), label, spans: [period], count });
      return moments.map((dueAt) => ({ kind: 'presence' as const, session, dueAt, until: endAt }));
    });
}

function isRecorded({ recording }: ClassPlan, { kind }: Period): boolean {
  return kind === 'theory' ? recording.theory : recording.practice;
}

/** Plans of an earlier version of this program have no draw; whoever knows the class then knows the moments. */
function seedOf(plan: ClassPlan): string {
  return plan.draw ?? plan.class;
}
