import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sessionsOf } from '../../../kiosk/plan/timetable.ts';
import type { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { TestServer } from '../../helpers/test-server.ts';
import { cityFiling } from './city-class.ts';
import { CityKiosk } from './city-kiosk.ts';

const minute = 60_000;
const segmentMs = 10_000;
/** So many steps of all kiosks are written before the server is waited for. */
const stepsAtOnce = 400;

export interface CitySize {
  readonly classes: number;
  readonly trainees: number;
  readonly periods: number;
}

/** What every kiosk does at one moment. */
interface Step {
  readonly at: number;
  readonly act: (kiosk: CityKiosk, number: number) => void;
}

interface City {
  readonly server: TestServer;
  readonly url: string;
  readonly clock: SimulatedClock;
  readonly dir: string;
  /** Called once, in the middle of the last lesson of all classes. */
  readonly duringLesson: () => Promise<void>;
}

/**
 * Plays the lessons of every class at once, under one simulated clock: fingers at the desk, records, contacts,
 * uploads, the server's own judgement. Gives the ids of the classes.
 */
export async function makeCity(city: City, size: CitySize): Promise<string[]> {
  const { server, clock, duringLesson } = city;
  const kiosks: CityKiosk[] = [];
  for (let number = 0; number < size.classes; number += 1) {
    const kiosk = await openKiosk(city, number);
    await server.file(cityFiling(number, kiosk.device, size));
    kiosks.push(kiosk);
  }
  await Promise.all(kiosks.map((kiosk) => kiosk.contact()));
  for (const kiosk of kiosks) kiosk.enrolAll();
  const [first] = kiosks;
  if (!first) return [];
  const sessions = sessionsOf(first.plan);
  for (const session of sessions) {
    const steps = stepsOf(first.plan, session.id);
    const middle = (session.startAt + session.endAt) / 2;
    await playSteps(
      steps.filter(({ at }) => at < middle),
      kiosks,
      clock,
    );
    if (session === sessions.at(-1)) {
      clock.advanceTo(middle);
      await server.context.acceptor.settled();
      await duringLesson();
    }
    await playSteps(
      steps.filter(({ at }) => at >= middle),
      kiosks,
      clock,
    );
  }
  await server.context.acceptor.settled();
  const ids = kiosks.map((kiosk) => kiosk.plan.class);
  for (const kiosk of kiosks) await kiosk.close();
  return ids;
}

async function openKiosk({ server, url, clock, dir }: City, number: number): Promise<CityKiosk> {
  const place = join(dir, `kiosk-${number}`);
  mkdirSync(place, { recursive: true });
  const made = await server.asReviewer({ method: 'POST', url: '/api/v1/device-codes' });
  return CityKiosk.open(place, { clock, url, code: made.json<{ code: string }>().code });
}

async function playSteps(steps: readonly Step[], kiosks: readonly CityKiosk[], clock: SimulatedClock) {
  for (let from = 0; from < steps.length; from += stepsAtOnce) {
    const now = steps.slice(from, from + stepsAtOnce);
    clock.advanceTo(now[0]?.at ?? 0);
    await Promise.all(kiosks.map((kiosk) => kiosk.contact()));
    for (const { at, act } of now) {
      clock.advanceTo(at);
      for (const [number, kiosk] of kiosks.entries()) act(kiosk, number);
    }
    await Promise.all(kiosks.map((kiosk) => kiosk.sent()));
  }
}

/** All plans keep the same hours. */
function stepsOf(plan: ClassPlan, session: string): Step[] {
  const periods = plan.periods.filter((period) => period.session === session);
  const startAt = periods[0]?.startAt ?? 0;
  const endAt = periods.at(-1)?.endAt ?? 0;
  const theory = periods.filter(({ kind }) => kind === 'theory');
  const filmed = theory.flatMap((period) => film(session, period.startAt, period.endAt));
  return [...comings(plan, { session, startAt, endAt }), ...filmed].sort((a, b) => a.at - b.at);
}

/** Of forty nearly all come in time; two are late, one is absent, one leaves without a word: others each session. */
function comings(
  { people }: ClassPlan,
  { session, startAt, endAt }: { session: string; startAt: number; endAt: number },
): Step[] {
  const half = Number(session.replace('ses_', ''));
  const comers = people
    .map(({ role }, place) => ({ place, role }))
    .filter(({ role }) => role !== 'class-admin');
  return comers.flatMap(({ place, role }) => {
    const lot = (number: number) => (role === 'trainee' ? (place + 7 * half + number) % 40 : 39);
    const comes = (kiosk: CityKiosk) => kiosk.comes(kiosk.plan.people[place]?.id ?? '');
    const onlyWhen = (is: (lot: number) => boolean) => (kiosk: CityKiosk, number: number) => {
      if (is(lot(number))) comes(kiosk);
    };
    return [
      { at: startAt - 15 * minute + place * 5_000, act: onlyWhen((drawn) => drawn > 2) },
      { at: startAt + 12 * minute + place * 1_000, act: onlyWhen((drawn) => drawn === 0 || drawn === 1) },
      { at: endAt + place * 5_000, act: onlyWhen((drawn) => drawn !== 2 && drawn !== 3) },
    ];
  });
}

function film(session: string, startAt: number, endAt: number): Step[] {
  const steps: Step[] = [{ at: startAt, act: (kiosk) => kiosk.recording('started', session, startAt) }];
  for (let from = startAt; from < endAt; from += segmentMs) {
    const until = Math.min(endAt, from + segmentMs);
    steps.push({ at: until, act: (kiosk) => kiosk.films(session, from, until) });
  }
  return [...steps, { at: endAt, act: (kiosk) => kiosk.recording('stopped', session, endAt) }];
}
