import { join } from 'node:path';
import { SimulatedClock } from '../../sync/base/simulated-clock.ts';
import { type ClassPlan, defaultMaxOfflineHours } from '../../sync/contract/class-plan.ts';
import type { RecordBody, SignedRecord } from '../../sync/contract/records.ts';
import { clocksDifferMs } from '../../sync/evidence/time.ts';
import type { Seeded } from '../fault/seeded.ts';
import { startTestServer, type TestServer } from '../helpers/test-server.ts';
import { enterEndlessClass } from './clock-class.ts';
import { SimulatedKiosk } from './clock-simulated-kiosk.ts';
import {
  addVerdicts,
  countVerdicts,
  noVerdicts,
  type VerdictCounts,
  type Written,
} from './clock-verdicts.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const year = 365 * day;
/** A kiosk asks as often, ms, as long as it is online. */
const contactEveryMs = 30_000;
const retryMs = 5_000;
const maxOfflineMs = defaultMaxOfflineHours * 60 * minute;
/** By so much a clock's readings may differ beyond what is looked for. */
const toleranceMs = 2_000;

/** Plays `histories` kiosks, of `steps` steps each, each against a server; then says what those made of it all. */
export async function simulateClocks(
  histories: number,
  steps: number,
  seeded: Seeded,
): Promise<VerdictCounts> {
  let counts = noVerdicts;
  for (let i = 0; i < histories; i += 1) counts = addVerdicts(counts, await simulateOne(steps, seeded));
  return counts;
}

async function simulateOne(steps: number, seeded: Seeded): Promise<VerdictCounts> {
  const server = await startTestServer();
  try {
    const history = await History.begin(server, seeded);
    for (let step = 0; step < steps; step += 1) await history.step();
    return countVerdicts(join(server.dir, 'server.db'), await history.end());
  } finally {
    await server.close();
  }
}

/** A record that no receipt covers yet. */
interface Uncovered {
  readonly written: Omit<Written, 'expected'>;
  readonly expected: Written['expected'];
  /** Of the receipt that it names. */
  readonly anchorAt: number | undefined;
}

/** One kiosk from its first start; the server's clock is the truth. */
class History {
  readonly #server: TestServer;
  readonly #kiosk: SimulatedKiosk;
  readonly #plan: ClassPlan;
  readonly #seeded: Seeded;
  readonly #written: Written[] = [];
  #uncovered: Uncovered[] = [];
  #inTouch = false;
  #boots = 1;

  private constructor(server: TestServer, kiosk: SimulatedKiosk, plan: ClassPlan, seeded: Seeded) {
    this.#server = server;
    this.#kiosk = kiosk;
    this.#plan = plan;
    this.#seeded = seeded;
  }

  static async begin(server: TestServer, seeded: Seeded): Promise<History> {
    const clock = new SimulatedClock(server.clock.now(), 'boot-1');
    const kiosk = await SimulatedKiosk.enrol(server, clock);
    const plan = await enterEndlessClass(server.context, kiosk.identity.device, server.clock.now());
    const history = new History(server, kiosk, plan, seeded);
    history.#note(kiosk.start());
    return history;
  }

  async step(): Promise<void> {
    const kind = this.#seeded.below(20);
    if (kind < 8) await this.#online();
    else if (kind < 14) this.#meddle();
    else if (kind < 16) this.#offline();
    else if (kind < 18) this.#note(this.#kiosk.start());
    else this.#reboot();
  }

  async end(): Promise<readonly Written[]> {
    await this.#online();
    return this.#written;
  }

  /** A few rounds as the kiosk makes them: a contact each 30 s, of which answers may be lost, then all records. */
  async #online(): Promise<void> {
    const rounds = 1 + this.#seeded.below(4);
    for (let round = 0; round < rounds; round += 1) {
      await this.#contact();
      await this.#send();
      for (const ms of this.#moments(this.#seeded.below(3), contactEveryMs)) this.#checkInAfter(ms);
    }
    await this.#contact();
    await this.#send();
  }

  async #contact(): Promise<void> {
    let lost = this.#seeded.below(10) === 0 ? 1 + this.#seeded.below(2) : 0;
    for (; ; lost -= 1) {
      const answerLost = lost > 0;
      const answer = await this.#kiosk.contact({ answerLost });
      if (answer === 'ok') this.#cover();
      if (answer === 'ok' && !answerLost) this.#inTouch = true;
      if (!answerLost) return;
      this.#pass(retryMs);
    }
  }

  async #send(): Promise<void> {
    const answer = await this.#kiosk.send();
    if (answer !== 'ok') throw new Error(`the server refused records: ${answer}`);
    this.#cover();
  }

  /** Clocks are set, or the program's are shifted; or they are put right. */
  #meddle(): void {
    const { clock } = this.#kiosk;
    const off = [year, 3 * minute, 5 * 1_000].map((ms) => Math.round(ms * (2 * this.#seeded.next() - 1)));
    const by = this.#seeded.pick([...off, year, -year, 3 * minute, -3 * minute]);
    const isFar = Math.abs(clock.now() + by - this.#server.clock.now()) > year;
    const how = this.#seeded.below(5);
    if (how === 0 && !isFar) clock.jumpWall(by);
    else if (how === 1 && !isFar) clock.shiftProgram(by);
    else if (how === 2) clock.jumpWall(this.#server.clock.now() - clock.now());
    else {
      clock.shiftProgram(clock.uptime() - clock.mono());
      clock.jumpWall(this.#server.clock.now() - clock.now());
    }
    if (this.#seeded.below(2) === 0) this.#checkInAfter(this.#seeded.below(5_000));
  }

  /** What the server has no word of yet is not covered soon. */
  #loseTouch(): void {
    this.#inTouch = false;
    this.#uncovered = this.#uncovered.map((one) => ({ ...one, written: { ...one.written, online: false } }));
  }

  #offline(): void {
    this.#loseTouch();
    for (const ms of this.#moments(this.#seeded.below(6), 3 * day)) {
      this.#checkInAfter(ms);
      if (this.#seeded.below(6) === 0) this.#meddle();
    }
  }

  #reboot(): void {
    const offMs = this.#seeded.below(day);
    this.#loseTouch();
    this.#boots += 1;
    this.#server.clock.advance(offMs);
    this.#kiosk.clock.reboot(`boot-${this.#boots}`, offMs);
    this.#note(this.#kiosk.start());
    for (const ms of this.#moments(this.#seeded.below(3), minute)) this.#checkInAfter(ms);
  }

  /** Pauses before each of `count` events within `spanMs`. */
  #moments(count: number, spanMs: number): readonly number[] {
    return Array.from({ length: count }, () => this.#seeded.below(Math.ceil(spanMs / Math.max(1, count))));
  }

  #pass(ms: number): void {
    this.#server.clock.advance(ms);
    this.#kiosk.clock.advance(ms);
  }

  #checkInAfter(ms: number): void {
    this.#pass(ms);
    const before = this.#kiosk.records.at(-1)?.body;
    const record = this.#kiosk.checkIn(this.#plan);
    this.#note(record, this.#expected(record.body, before));
  }

  #note({ body }: SignedRecord, expected: Written['expected'] = null): void {
    const at = this.#server.clock.now();
    const written = {
      device: body.device,
      seq: Number(body.seq),
      fromAt: at,
      toAt: at,
      online: this.#inTouch,
    };
    this.#uncovered.push({ written, expected, anchorAt: this.#kiosk.receipt?.at });
  }

  /** The server has word of everything that is written: later than now, nothing of it was. */
  #cover(): void {
    const now = this.#server.clock.now();
    for (const { written, expected, anchorAt } of this.#uncovered) {
      const tooLong = now - (anchorAt ?? now) > maxOfflineMs;
      this.#written.push({ ...written, expected: tooLong && expected === 'accepted' ? 'held' : expected });
    }
    this.#uncovered = [];
  }

  /** What must come of a check-in, as long as it is not sent too late. */
  #expected(body: RecordBody, before: RecordBody | undefined): Written['expected'] {
    const { receipt } = this.#kiosk;
    if (receipt?.clock.boot !== body.boot) return 'held';
    const offMs = Math.abs(body.wall - this.#server.clock.now());
    const elapsedMs = body.mono - receipt.clock.mono;
    const driftMs = Math.abs(elapsedMs - ((body.uptime ?? 0) - receipt.clock.uptime));
    if (offMs > clocksDifferMs + toleranceMs || driftMs > toleranceMs) return 'held';
    const wentBack = before?.boot === body.boot && (before.wall > body.wall || before.mono > body.mono);
    return offMs === 0 && driftMs === 0 && !wentBack ? 'accepted' : null;
  }
}
