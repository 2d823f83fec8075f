import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/storage/database.ts';
import { openKeyFile } from '../../sync/evidence/key-file.ts';
import { FaultyProxy } from '../fault/faulty-proxy.ts';
import { ShiftedClock } from '../fault/shifted-clock.ts';
import { waitFor } from '../helpers/wait-for.ts';
import { enterEndlessClass } from './clock-class.ts';
import { ClockKiosk } from './clock-kiosk.ts';
import { ClockServerStore } from './clock-server-store.ts';
import { countVerdicts } from './clock-verdicts.ts';
import { ServerProgram } from './server-program.ts';

const minute = 60_000;
const year = 365 * 24 * 60 * minute;

/** What happens to the kiosk: its clock is wrong by so much from now on; or its program, or its link. */
export type Event = number | 'kill' | 'cut' | 'mend';

export const wholeDay: readonly Event[] = [
  ...[0, 3 * minute, 0, -3 * minute, 0, year, 0, -year, 0],
  ...(['kill', 0, year, 'kill', year, 0] as const),
  ...(['cut', 0, year, 'kill', -3 * minute, 0, 'mend', 0] as const),
];

const checkInsEach = 4;
/** A kiosk that is in touch has told the server of a record after so long; it is not waited for longer. */
const paceMs = 600;
const patienceMs = 15_000;

interface RealOptions {
  readonly events: readonly Event[];
  /** Whether the program's monotonic clock goes wrong with its wall clock. */
  readonly monotonic: boolean;
}

/** The real server on the true clock, and a real kiosk process on one that is shifted while it runs. */
export async function shiftRealClocks({ events, monotonic }: RealOptions) {
  const clock = new ShiftedClock({ monotonic });
  const dir = mkdtempSync(join(tmpdir(), 'keqin-clock-bench-'));
  const server = await ServerProgram.start(dir);
  const link = new FaultyProxy(0);
  link.pointTo(server.port);
  const kiosk = new ClockKiosk(clock, join(dir, 'kiosk'), await link.listen());
  const serverDb = join(dir, 'server', 'server.db');
  const store = new ClockServerStore(serverDb);
  try {
    await enrol(kiosk, server, dir);
    const day = new Day({ kiosk, clock, store, link, serverPort: server.port, monotonic });
    for (const event of events) await day.happen(event);
    await day.end();
    return { ...countVerdicts(serverDb, kiosk.written), neverAnchored: day.neverAnchored };
  } finally {
    await kiosk.kill();
    store.close();
    await link.close();
    await server.stop();
    clock.remove();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function enrol(kiosk: ClockKiosk, server: ServerProgram, dir: string): Promise<void> {
  await kiosk.open();
  const database = await openDatabase(join(dir, 'server', 'server.db'));
  const serverKey = openKeyFile(join(dir, 'server', 'server-key.pem'), 'Ed25519');
  await enterEndlessClass({ database, serverKey }, kiosk.device, Date.now());
  await database.destroy();
  kiosk.sync(await server.deviceCode());
  await waitFor('the plan', patienceMs, async () => (await kiosk.status()).plans > 0 || undefined);
}

interface DayParts {
  readonly kiosk: ClockKiosk;
  readonly clock: ShiftedClock;
  readonly store: ClockServerStore;
  readonly link: FaultyProxy;
  readonly serverPort: number;
  readonly monotonic: boolean;
}

class Day {
  /** How often the true clock came back, and no receipt after it. */
  neverAnchored = 0;
  readonly #parts: DayParts;
  #offMs = 0;
  #startOffMs = 0;
  #linked = true;

  constructor(parts: DayParts) {
    this.#parts = parts;
  }

  async happen(event: Event): Promise<void> {
    Object.assign(this.#parts.kiosk, { expected: null, online: false });
    if (event === 'kill') await this.#restart();
    else if (event === 'cut') this.#setLink(false);
    else if (event === 'mend') this.#setLink(true);
    else await this.#shift(event);
  }

  /** On the true clock and in touch, everything is sent and judged in the end. */
  async end(): Promise<void> {
    const { device, written } = this.#parts.kiosk;
    const isJudged = async () => this.#parts.store.judged(device) === written.length || undefined;
    // What never comes is counted.
    await waitFor('the last verdict', patienceMs, isJudged).catch(() => undefined);
  }

  async #restart(offMs = this.#offMs): Promise<void> {
    await this.#parts.kiosk.kill();
    this.#parts.clock.shift(offMs);
    this.#startOffMs = offMs;
    await this.#parts.kiosk.open();
    this.#parts.kiosk.sync();
  }

  #setLink(linked: boolean): void {
    this.#linked = linked;
    this.#parts.link.pointTo(linked ? this.#parts.serverPort : 0);
  }

  async #shift(offMs: number): Promise<void> {
    const since = Date.now();
    const wasTrue = this.#offMs === 0;
    // Node ends itself when its monotonic clock falls behind its own start.
    if (this.#parts.monotonic && offMs < this.#startOffMs) await this.#restart(offMs);
    else if (offMs !== this.#offMs) this.#parts.clock.shift(offMs);
    this.#offMs = offMs;
    if (offMs !== 0) this.#parts.kiosk.expected = 'held';
    else if (this.#linked) await this.#untilAnchored(since);
    this.#parts.kiosk.online =
      this.#linked && (offMs !== 0 || wasTrue || this.#parts.kiosk.expected === 'accepted');
    for (let i = 0; i < checkInsEach; i += 1) await this.#checkIn();
  }

  /** Check-ins until one of them has brought a receipt on the true clock; what is written then must be accepted. */
  async #untilAnchored(since: number): Promise<void> {
    const deadline = performance.now() + patienceMs;
    do {
      await this.#checkIn();
      const { anchor } = await this.#parts.kiosk.status();
      if (this.#parts.store.isTrueReceipt(anchor, since)) {
        this.#parts.kiosk.expected = 'accepted';
        return;
      }
    } while (performance.now() < deadline);
    this.neverAnchored += 1;
  }

  /** One, and the pace of a classroom: until the server has word of it, if it comes. */
  async #checkIn(): Promise<void> {
    const { device } = this.#parts.kiosk;
    const seq = await this.#parts.kiosk.checkIn();
    const deadline = performance.now() + paceMs;
    while (performance.now() < deadline && !this.#parts.store.knowsOf(device, seq)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
