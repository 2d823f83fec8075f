import type { ClassFiling, ClassPlan } from '../../../sync/contract/class-plan.ts';
import type { CreditGrid } from '../../../sync/contract/credit-review.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';

export const minute = 60_000;
/** 09:00 of the day of the sample filing. */
export const nine = testStart + 60 * minute;

/** A class of practice only, which needs no film: 09:00–09:40, 09:50–10:30, 14:00–14:40. */
export function practiceFiling(devices: readonly string[], change: Partial<ClassFiling> = {}): ClassFiling {
  const filing = sampleFiling(devices);
  return {
    ...filing,
    periods: filing.periods.map((one) => ({ ...one, kind: 'practice' as const })),
    ...change,
  };
}

/** A filed class with its kiosk, and what a test needs to teach it. */
export class TaughtClass {
  readonly server: TestServer;
  readonly kiosk: FakeKiosk;
  readonly plan: ClassPlan;
  #presses = 0;
  #teacherIsEnrolled = false;

  private constructor(server: TestServer, kiosk: FakeKiosk, plan: ClassPlan) {
    this.server = server;
    this.kiosk = kiosk;
    this.plan = plan;
  }

  static async file(server?: TestServer, change: Partial<ClassFiling> = {}): Promise<TaughtClass> {
    const own = server ?? (await startTestServer());
    const kiosk = await FakeKiosk.enrol(own);
    const devices = [kiosk.device, ...(change.devices ?? [])];
    const { class: classId } = await own.file(practiceFiling(devices, { ...change, devices }));
    return new TaughtClass(own, kiosk, await own.plan(classId));
  }

  get id(): string {
    return this.plan.class;
  }

  get url(): string {
    return `/api/v1/classes/${this.id}/credit`;
  }

  /** The id of a trainee, from 0, or of the teacher. */
  person(who: number | 'teacher'): string {
    const role = who === 'teacher' ? 'teacher' : 'trainee';
    const found = this.plan.people.filter((one) => one.role === role)[who === 'teacher' ? 0 : who];
    if (!found) throw new Error('no such person');
    return found.id;
  }

  enrol(who: number | 'teacher', method: 'face' | 'finger' = 'finger'): void {
    if (who === 'teacher') this.#teacherIsEnrolled = true;
    const data = { person: this.person(who), method, samples: 3, with: 'synochip', quality: 1 };
    this.kiosk.append('enrolment', data, { class: this.id });
  }

  /** A check-in or check-out, so many minutes after nine, reckoned as a kiosk reckons it. */
  press(who: number | 'teacher', direction: 'in' | 'out', minutes: number): void {
    if (who === 'teacher' && !this.#teacherIsEnrolled) this.enrol('teacher');
    const at = nine + minutes * minute;
    const session = minutes < 200 ? 'ses_am' : 'ses_pm';
    const own = this.plan.periods.filter((one) => one.session === session);
    const startAt = Math.min(...own.map((one) => one.startAt));
    const endAt = Math.max(...own.map((one) => one.endAt));
    const late = Math.floor((at - startAt) / minute);
    const early = Math.ceil((endAt - at) / minute);
    const said =
      direction === 'in'
        ? { reason: late > 5 ? ('late' as const) : ('on-time' as const), minutes: late > 5 ? late : 0 }
        : {
            reason: early > 10 ? ('early-leave' as const) : ('check-out' as const),
            minutes: early > 10 ? early : 0,
          };
    this.#presses += 1;
    const role = who === 'teacher' ? ('teacher' as const) : ('trainee' as const);
    const place = { id: `chk_${this.id}_${this.#presses}`, session, person: this.person(who), role, at };
    this.kiosk.append('check-in', checkInOf(this.plan, { ...place, direction, ...said }), { class: this.id });
  }

  /** Everybody enrolled and there all day; the second trainee only in the morning. */
  async teach(): Promise<void> {
    this.enrol(0);
    this.enrol(1);
    for (const who of ['teacher', 0, 1] as const) this.press(who, 'in', -5);
    for (const who of ['teacher', 0, 1] as const) this.press(who, 'out', 91);
    for (const who of ['teacher', 0] as const) this.press(who, 'in', 295);
    for (const who of ['teacher', 0] as const) this.press(who, 'out', 341);
    await this.end();
  }

  /** All is over, and the kiosk has spoken. */
  async end(): Promise<void> {
    await this.kiosk.send();
    this.server.clock.advanceTo(nine + 400 * minute);
    await this.kiosk.contact();
  }

  /** With the teacher, who is enrolled with the first check-in. */
  async accept(...who: readonly number[]): Promise<void> {
    const accepted = [...who, ...(this.#teacherIsEnrolled ? (['teacher'] as const) : [])];
    const payload = { persons: accepted.map((one) => this.person(one)), verdict: 'accept' };
    const answer = await this.post('/enrolments', payload);
    if (answer.statusCode !== 200) throw new Error(answer.body);
  }

  post(path: string, payload: object, as = this.server.asReviewer) {
    return as({ method: 'POST', url: `${this.url}${path}`, payload });
  }

  async grid(): Promise<CreditGrid> {
    const answer = await this.server.asReviewer({ url: this.url });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json();
  }

  /** `+present` for what counts, `-held enrolment-pending` for what does not. */
  async row(who: number): Promise<readonly string[]> {
    const { rows } = await this.grid();
    return (rows[who]?.cells ?? []).map(({ counts, state, codes }) =>
      [`${counts ? '+' : '-'}${state}`, ...codes].join(' '),
    );
  }
}
