import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultyProxy } from '../fault/faulty-proxy.ts';
import type { Bench } from './bench.ts';
import { QueuedKiosk, untilSent } from './queued-kiosk.ts';
import { ServerProgram } from './server-program.ts';

interface Backlog {
  /** Records and segments together, 1,000,000 bytes. */
  readonly mb: number;
  readonly kbps: number;
  readonly cutEveryMs: number;
  /** Five seconds of 1080p at 4 Mbit/s unless told. */
  readonly segmentBytes?: number;
}

/**
 * A kiosk that was long without a server empties its queue over 32 Mbit/s, every connection broken every 30 s.
 * `--mb N` (default 600), `--cut-every-ms N`.
 */
export const bench: Bench = async (options) => {
  const number = (flag: string, usual: number) => Number(options[options.indexOf(flag) + 1]) || usual;
  const cutEveryMs = number('--cut-every-ms', 30_000);
  const figures = await emptyBacklog({ mb: number('--mb', 600), kbps: 32_000, cutEveryMs });
  return { figures, targets: { timeToIdeal: 1.1, resentPercent: 3 } };
};

/** A link of `kbps` up, with what entered it counted: also what a cut then swallowed. */
class CountedLink extends FaultyProxy {
  enteredBytes = 0;
  cuts = 0;

  constructor(kbps: number) {
    super(0);
    this.upRate.bytesPerSecond = (kbps * 1_000) / 8;
    const passedAt = this.upRate.passedAt.bind(this.upRate);
    this.upRate.passedAt = (sizeBytes) => {
      this.enteredBytes += sizeBytes;
      return passedAt(sizeBytes);
    };
  }

  override cutAll(): void {
    this.cuts += 1;
    super.cutAll();
  }
}

/** Fills a real kiosk's store, sends it to the real server program, and measures what that took. */
export async function emptyBacklog(backlog: Backlog) {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-backlog-'));
  const server = await ServerProgram.start(dir);
  const link = new CountedLink(backlog.kbps);
  link.pointTo(server.port);
  const kiosk = await QueuedKiosk.enrol(join(dir, 'kiosk'), server, await link.listen());
  try {
    const queuedBytes = await fill(kiosk, backlog);
    Object.assign(link, { enteredBytes: 0, cuts: 0 });
    const tookMs = await send(kiosk, link, backlog, queuedBytes);
    const { enteredBytes, cuts } = link;
    return figuresOf(backlog, queuedBytes, { enteredBytes, cuts, tookMs });
  } finally {
    kiosk.close();
    await link.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Ten small records for each segment; gives the bytes that must go up once. */
async function fill(kiosk: QueuedKiosk, { mb, segmentBytes = 2_500_000 }: Backlog): Promise<number> {
  const sentBefore = kiosk.recordBytes();
  const count = Math.max(1, Math.round((mb * 1_000_000) / segmentBytes));
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < 10; j += 1) kiosk.addRecord();
    await kiosk.addSegment(segmentBytes);
  }
  return kiosk.recordBytes() - sentBefore + count * segmentBytes;
}

async function send(kiosk: QueuedKiosk, link: CountedLink, backlog: Backlog, bytes: number): Promise<number> {
  const idealMs = (bytes * 8) / backlog.kbps;
  const agent = kiosk.agent();
  const cutter = setInterval(() => link.cutAll(), backlog.cutEveryMs);
  const startedAt = performance.now();
  try {
    agent.start();
    await untilSent(kiosk, agent, 3 * idealMs + 30_000);
    return performance.now() - startedAt;
  } finally {
    clearInterval(cutter);
    await agent.close();
  }
}

interface Sent {
  readonly enteredBytes: number;
  readonly tookMs: number;
  readonly cuts: number;
}

function figuresOf({ kbps }: Backlog, queuedBytes: number, { enteredBytes, tookMs, cuts }: Sent) {
  const idealMs = (queuedBytes * 8) / kbps;
  return {
    mb: Number((queuedBytes / 1_000_000).toFixed(1)),
    cuts,
    tookS: Number((tookMs / 1_000).toFixed(1)),
    idealS: Number((idealMs / 1_000).toFixed(1)),
    timeToIdeal: Number((tookMs / idealMs).toFixed(3)),
    // Requests' heads count as sent again: the figure is never too low.
    resentPercent: Number(((100 * (enteredBytes - queuedBytes)) / queuedBytes).toFixed(2)),
  };
}
