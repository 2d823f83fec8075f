import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AttendanceStore } from '../../../kiosk/attendance/attendance-store.ts';
import { CheckInDesk } from '../../../kiosk/attendance/check-in-desk.ts';
import { openStore } from '../../../kiosk/open-store.ts';
import { PlanStore } from '../../../kiosk/plan/plan-store.ts';
import { SegmentStore } from '../../../kiosk/recording/segment-store.ts';
import { SyncAgent } from '../../../kiosk/sync-agent.ts';
import { createLog } from '../../../sync/base/log.ts';
import type { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { ServerLink } from '../../../sync/transport/server-link.ts';
import { waitFor } from '../../helpers/wait-for.ts';

const lookMs = 20;

type Store = Awaited<ReturnType<typeof openStore>>;

const evidence = {
  kind: 'finger',
  score: 120,
  reader: 'simulated',
  simulated: true,
  decisionMs: 90,
} as const;

/** The kiosk's own store, desk and sync agent, without the devices before them. */
export class CityKiosk {
  readonly device: string;
  readonly desk: CheckInDesk;
  readonly plans: PlanStore;
  readonly #store: Store;
  readonly #agent: SyncAgent;

  private constructor(dir: string, store: Store, at: { clock: SimulatedClock; url: string; code: string }) {
    const { db, log, settings, signer } = store;
    const { clock, url, code: deviceCode } = at;
    const segments = new SegmentStore(db, join(dir, 'video'));
    // There are no bytes to send.
    segments.nextWaiting = () => undefined;
    this.#store = store;
    this.device = log.identity.device;
    this.plans = new PlanStore(db, log);
    this.desk = new CheckInDesk({ clock, log, plans: this.plans, attendance: new AttendanceStore(db) });
    this.#agent = new SyncAgent({
      ...{ clock, log, settings, signer, segments, deviceCode, plans: this.plans },
      logger: createLog('kiosk', 'silent'),
      link: new ServerLink({ baseUrl: url, signer, clock }),
      deviceName: 'city',
      onChange: () => undefined,
    });
  }

  static async open(
    dir: string,
    at: { readonly clock: SimulatedClock; readonly url: string; readonly code: string },
  ): Promise<CityKiosk> {
    const kiosk = new CityKiosk(dir, await openStore(dir, at.clock), at);
    kiosk.#agent.start();
    await waitFor('an enrolment', 30_000, async () => kiosk.#agent.lastReceiptAt ?? undefined, lookMs);
    return kiosk;
  }

  get plan(): ClassPlan {
    const [plan] = this.plans.all();
    if (!plan) throw new Error('the plan has not come');
    return plan;
  }

  contact(): Promise<void> {
    return this.#agent.contactSoon();
  }

  comes(person: string): void {
    this.desk.attempt({ class: this.plan.class, person }, evidence);
  }

  /** One finger of everybody, enrolled as the records say it. */
  enrolAll(): void {
    const { class: classId, people } = this.plan;
    for (const { id: person } of people) {
      const consent = { person, use: 'finger', granted: true, assessment: 'PIA-1' } as const;
      this.#store.log.append('consent', classId, consent);
      const enrolled = { person, method: 'finger', samples: 3, with: 'simulated', quality: 90 } as const;
      this.#store.log.append('enrolment', classId, enrolled);
    }
  }

  recording(event: 'started' | 'stopped', session: string, at: number): void {
    const lesson = `les_${session}`;
    this.#store.log.append('lesson', this.plan.class, {
      lesson,
      session,
      event,
      by: 'plan',
      at,
      reason: null,
    });
  }

  /** A segment's record: its bytes are not made. */
  films(session: string, startAt: number, endAt: number): void {
    const sha256 = createHash('sha256').update(`${this.device} ${startAt}`).digest('hex');
    const place = { lesson: `les_${session}`, session, camera: 'room' } as const;
    const file = { sha256, sizeBytes: 1_000_000, initBytes: 1_000 };
    this.#store.log.append('segment', this.plan.class, { ...place, ...file, startAt, endAt });
  }

  async sent(): Promise<void> {
    await waitFor(
      'the last record’s receipt',
      120_000,
      async () => this.#agent.recordsWaiting === 0 || undefined,
      lookMs,
    );
  }

  async close(): Promise<void> {
    await this.#agent.close();
    await this.#store.close();
  }
}
