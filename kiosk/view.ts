import type { DeviceState } from '../sync/base/device-state.ts';
import type { Period, PlanPerson } from '../sync/contract/class-plan.ts';
import type { KioskView, PersonLine } from '../sync/contract/kiosk-view.ts';
import type { KioskApp } from './app.ts';
import { type CheckInRow, statusOf } from './attendance/attendance-store.ts';
import { maskName, openSession, periodsAround, type Session } from './plan/timetable.ts';
import { mustRecord } from './recording/lesson-span.ts';
import { unrecordedNow } from './unrecorded.ts';

const absent: DeviceState = { state: 'out-of-order', detail: 'not configured', since: 0 };

/** Everything the page shows, from the parts as they are now. */
export function buildView(app: KioskApp): KioskView {
  const now = app.parts.clock.now();
  const plans = app.plans.all();
  const session = openSession(plans, now);
  const people = session ? boardOf(app, session) : [];
  const { current, next } = periodsAround(plans, now);
  const shown = session?.plan ?? plans[0];
  const recording = recordingOf(app, session, current);
  return {
    now,
    demo: app.parts.demo,
    class: shown
      ? { id: shown.class, title: shown.title, organiser: shown.organiser, room: shown.room }
      : null,
    session: session ? { id: session.id, startAt: session.startAt, endAt: session.endAt } : null,
    period: current ? lineOf(current) : null,
    nextPeriod: next ? lineOf(next) : null,
    people,
    recording: {
      ...recording,
      unrecorded: unrecordedNow(app, session, recording),
      pictureFault: app.picture?.fault?.fault ?? null,
    },
    storage: storageOf(app),
    devices: {
      roomCamera: app.parts.cameras.room?.state ?? absent,
      doorCamera: app.parts.cameras.door?.state ?? absent,
      reader: app.parts.reader.state,
      disk: app.disk.state,
    },
    sync: {
      online: app.sync.online,
      recordsWaiting: app.sync.recordsWaiting,
      segmentsWaiting: app.segments.countWaiting(),
      lastReceiptAt: app.sync.lastReceiptAt,
    },
    selfTest: app.selfTest.view(now),
    notice: app.desk.notice,
  };
}

/** Said one lesson ahead: what is ample for now may not hold the next one. */
function storageOf({ disk, forecast }: KioskApp): KioskView['storage'] {
  return disk.room === 'ample' && forecast.holdsNextLesson === false ? 'low' : disk.room;
}

function boardOf(app: KioskApp, session: Session): PersonLine[] {
  const last = new Map<string, CheckInRow>();
  for (const row of app.attendance.ofSession(session.plan.class, session.id)) last.set(row.person, row);
  return session.plan.people
    .filter((p) => p.role !== 'class-admin')
    .map((person) => personLine(person, last.get(person.id)));
}

function personLine(person: PlanPerson, last: CheckInRow | undefined): PersonLine {
  return {
    id: person.id,
    maskedName: maskName(person.name),
    role: person.role,
    status: statusOf(last),
    at: last?.at ?? null,
    method: last?.method ?? null,
  };
}

/** `fault` also when a lesson runs and the camera gives nothing, or the disk takes nothing. */
function recordingOf(
  app: KioskApp,
  session: Session | undefined,
  period: Period | undefined,
): Omit<KioskView['recording'], 'unrecorded' | 'pictureFault'> {
  const required = Boolean(session && period && mustRecord(session.plan, period));
  const { current: lesson, paused } = app.recorder ?? {};
  if (!lesson && paused) return { state: 'paused', required, since: paused.startedAt };
  if (!lesson) return { state: required ? 'fault' : 'idle', required, since: null };
  const cameraWorks = app.parts.cameras.room?.state.state === 'ready';
  const diskTakes = app.disk.room === 'ample' || app.disk.room === 'low';
  return { state: cameraWorks && diskTakes ? 'recording' : 'fault', required, since: lesson.startedAt };
}

function lineOf({ number, kind, topic, startAt, endAt }: Period): NonNullable<KioskView['period']> {
  return { number, kind, topic, startAt, endAt };
}
