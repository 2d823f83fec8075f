import type { AttendanceGrid, ClassDetail } from '../../sync/contract/review.ts';
import type { Context } from '../parts.ts';
import { attendance } from './attendance.ts';
import { toAttended, toLine } from './check-in-line.ts';
import { findPlan } from './find-class.ts';
import { maskIdNumber } from './mask.ts';
import { newestSelfTest } from './self-test.ts';
import { sessionsOf, toColumn } from './sessions-of.ts';

/** A filed class as a reviewer sees it; throws `not_found`. */
export async function classDetail(context: Context, classId: string): Promise<ClassDetail> {
  const plan = await findPlan(context, classId);
  const masked = await maskedIdNumbers(context, classId);
  const devices = await context.stores.devices.list(plan.devices);
  return {
    id: classId,
    version: plan.version,
    profile: plan.profile,
    title: plan.title,
    trainingKind: plan.trainingKind,
    occupation: plan.occupation,
    organiser: plan.organiser,
    room: plan.room,
    filedAt: plan.filedAt,
    periodMinutes: plan.periodMinutes,
    sessions: [...sessionsOf(plan, context.clock.now())],
    people: plan.people.map(({ id, role, name }) => ({ id, role, name, maskedIdNumber: masked(id) })),
    devices: await Promise.all(
      devices.map(async (device) => ({
        ...{ id: device.device, name: device.name, lastSeenAt: device.lastSeenAt },
        selfTest: await newestSelfTest(context, device),
      })),
    ),
  };
}

/** Who attended which period, and every check-in behind it; throws `not_found`. */
export async function attendanceGrid(context: Context, classId: string): Promise<AttendanceGrid> {
  const plan = await findPlan(context, classId);
  const masked = await maskedIdNumbers(context, classId);
  const checkIns = await context.stores.projections.checkIns(classId);
  const now = context.clock.now();
  const lines = new Map(attendance(plan, toAttended(checkIns), now).map((line) => [line.person, line]));
  return {
    now,
    periods: plan.periods.map(toColumn),
    rows: plan.people.map(({ id, role, name }) => {
      const { cells = [], attended = 0, held = 0 } = lines.get(id) ?? {};
      const person = { person: id, role, name, maskedIdNumber: masked(id) };
      return { ...person, attended, held, cells: [...cells] };
    }),
    checkIns: checkIns.map((row) => toLine(row, plan)),
  };
}

async function maskedIdNumbers({ stores }: Context, classId: string): Promise<(person: string) => string> {
  const people = await stores.classes.people(classId);
  const masked = new Map(people.map(({ id, idNumber }) => [id, maskIdNumber(idNumber)]));
  return (person) => masked.get(person) ?? '';
}
