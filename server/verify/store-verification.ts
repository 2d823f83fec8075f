import { messageOf } from '../../sync/base/errors.ts';
import { scrubJournal } from '../journal/scrub-journal.ts';
import type { Context } from '../parts.ts';
import type { NewFinding } from '../storage/finding-store.ts';
import { LogScrub } from './scrub-log.ts';
import { scrubPlans } from './scrub-plans.ts';
import { scrubSegments } from './scrub-segments.ts';
import { scrubTree } from './scrub-tree.ts';

/** Reads the server's whole store again, at intervals and when asked: every plan, record, row and video file, and the journal. */
export class StoreVerification {
  readonly #context: Context;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  start(): void {
    const again = () => {
      if (this.#stop.signal.aborted) return;
      this.#timer = setTimeout(() => void this.#runQuietly().then(again), this.#context.verifyEveryMs);
      this.#timer.unref();
    };
    again();
  }

  /** One whole pass; who asks while one runs gets that one. */
  run(): Promise<void> {
    this.#running ??= this.#pass().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#running?.catch(() => {});
  }

  async #runQuietly(): Promise<void> {
    try {
      await this.run();
    } catch (error) {
      this.#context.log.error({ fault: messageOf(error) }, 'the pass over the store failed');
    }
  }

  async #pass(): Promise<void> {
    const { stores, clock } = this.#context;
    const { signal } = this.#stop;
    const upTo = await stores.findings.newestId();
    const journal = await scrubJournal(this.#context, signal);
    const found = [
      ...journal.found,
      ...(await scrubPlans(this.#context, signal)),
      ...(await this.#logs()),
      ...(await scrubTree(this.#context, signal)),
      ...(await scrubSegments(this.#context, signal)),
    ];
    if (signal.aborted) return;
    for (const each of found) await stores.findings.add(each, clock.now(), true);
    await stores.findings.keepScrubbed(found, upTo);
    await stores.findings.setLastPassAt(clock.now());
    if (journal.head) await stores.findings.setJournalHead(journal.head);
  }

  async #logs(): Promise<readonly NewFinding[]> {
    const { stores } = this.#context;
    const known = new Map((await stores.devices.all()).map((device) => [device.device, device]));
    const found: NewFinding[] = [];
    for (const device of new Set([...known.keys(), ...(await stores.records.devices())])) {
      const scrub = new LogScrub(this.#context, device, known.get(device));
      await scrub.run(this.#stop.signal);
      found.push(...scrub.found);
    }
    return found;
  }
}
