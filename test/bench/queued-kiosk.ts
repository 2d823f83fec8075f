import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../kiosk/open-store.ts';
import { PlanStore } from '../../kiosk/plan/plan-store.ts';
import { type SegmentRow, SegmentStore } from '../../kiosk/recording/segment-store.ts';
import { SyncAgent } from '../../kiosk/sync-agent.ts';
import { systemClock } from '../../sync/base/clock.ts';
import { createLog } from '../../sync/base/log.ts';
import { ServerLink } from '../../sync/transport/server-link.ts';
import { sampleFiling } from '../helpers/sample-filing.ts';
import { waitFor } from '../helpers/wait-for.ts';
import type { ServerProgram } from './server-program.ts';

const segmentMs = 5_000;
/** ISO/IEC 14496-12: eight bytes of an empty `moov`, then the head of a `moof` as large as the rest. */
const moovBytes = 8;

/** A kiosk's store, filled by hand, with the real agent that empties it. */
export class QueuedKiosk {
  readonly device: string;
  readonly segments: SegmentStore;
  readonly link: ServerLink;
  readonly #dir: string;
  readonly #store: Awaited<ReturnType<typeof openStore>>;
  readonly #startAt = Date.now() - 6 * 3_600_000;
  #classId = '';
  #kept = 0;

  private constructor(dir: string, store: Awaited<ReturnType<typeof openStore>>, serverUrl: string) {
    this.#dir = dir;
    this.#store = store;
    this.device = store.log.identity.device;
    this.segments = new SegmentStore(store.db, join(dir, 'video'));
    this.link = new ServerLink({ baseUrl: serverUrl, signer: store.signer, clock: systemClock() });
  }

  /** Known to the server, and listed in the plan of a class there. `serverUrl`: perhaps by way of a bad link. */
  static async enrol(dir: string, server: ServerProgram, serverUrl = server.url): Promise<QueuedKiosk> {
    mkdirSync(dir, { recursive: true });
    const kiosk = new QueuedKiosk(dir, await openStore(dir, systemClock()), serverUrl);
    kiosk.#classId = await server.file(sampleFiling([kiosk.device]));
    const agent = kiosk.agent(await server.deviceCode());
    agent.start();
    await waitFor('the enrolment', 30_000, async () => (agent.lastReceiptAt !== null ? true : undefined));
    await agent.close();
    return kiosk;
  }

  get classId(): string {
    return this.#classId;
  }

  /** Everything but video goes up. */
  async sendRecordsOnly(): Promise<void> {
    const withheld = new SegmentStore(this.#store.db, join(this.#dir, 'video'));
    withheld.nextWaiting = () => undefined;
    const agent = this.agent(undefined, withheld);
    agent.start();
    await waitFor('the last record’s receipt', 60_000, async () => agent.recordsWaiting === 0 || undefined);
    await agent.close();
  }

  agent(deviceCode?: string, segments = this.segments): SyncAgent {
    const { db, log, settings, signer } = this.#store;
    return new SyncAgent({
      clock: systemClock(),
      logger: createLog('kiosk', 'silent'),
      log,
      plans: new PlanStore(db, log),
      segments,
      settings,
      signer,
      link: this.link,
      deviceName: 'bench',
      deviceCode,
      onChange: () => undefined,
    });
  }

  /** Keeps and announces one segment of random bytes, as the recorder does. */
  async addSegment(sizeBytes: number): Promise<SegmentRow> {
    const file = join(this.#dir, 'new.mp4');
    writeFileSync(file, segmentOf(sizeBytes));
    const kept = await this.segments.keep(file);
    const startAt = this.#startAt + this.#kept * segmentMs;
    const span = { startAt, endAt: startAt + segmentMs };
    const place = { lesson: 'les_1', session: 'ses_am', camera: 'room' } as const;
    this.#store.log.append('segment', this.#classId, { ...place, ...kept, ...span });
    this.#kept += 1;
    return { sha256: kept.sha256, sizeBytes, ...span };
  }

  /** One small record of the kind that costs nobody anything. */
  addRecord(): void {
    this.#store.log.append('admin', null, { event: 'pin-refused', at: Date.now() });
  }

  /** Size of all records, as they are stored. */
  recordBytes(): number {
    const rows = this.#store.log.after(0, Number.MAX_SAFE_INTEGER);
    return rows.reduce((sum, { envelope }) => sum + envelope.length, 0);
  }

  close(): void {
    this.#store.db.close();
  }
}

function segmentOf(sizeBytes: number): Buffer {
  const bytes = randomBytes(sizeBytes);
  bytes.writeUInt32BE(moovBytes, 0);
  bytes.write('moov', 4, 'latin1');
  bytes.writeUInt32BE(sizeBytes - moovBytes, moovBytes);
  bytes.write('moof', moovBytes + 4, 'latin1');
  return bytes;
}

/** Resolves when nothing waits at the kiosk any more. */
export async function untilSent(kiosk: QueuedKiosk, agent: SyncAgent, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (agent.recordsWaiting > 0 || kiosk.segments.countWaiting() > 0) {
    if (performance.now() > deadline) throw new Error('the kiosk’s queue was never empty');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
