import { EventEmitter } from 'node:events';
import type { Clock } from '../../../sync/base/clock.ts';
import type { DeviceState } from '../../../sync/base/device-state.ts';
import { AppError, messageOf } from '../../../sync/base/errors.ts';
import type { Logger } from '../../../sync/base/log.ts';
import type { BytePort, OpenPort } from '../../byte-port/byte-port.ts';
import type { EnrolOptions, EnrolResult, FingerprintReader, Touch } from '../reader.ts';
import { enrolFinger } from './enrol.ts';
import { readSlots, removeSlot } from './library.ts';
import { defaultAddress } from './packet.ts';
import { openSession, type Session } from './probe.ts';
import { TouchWatch } from './touch-watch.ts';

export interface Ef01ReaderOptions {
  readonly openPort: OpenPort;
  readonly clock: Clock;
  readonly log: Logger;
  /** Module address and password, 32 bits each; FFFFFFFF and 0 from the factory. */
  readonly address?: number;
  readonly password?: number;
  /** Wait between two looks at the sensor; 150 unless told. */
  readonly pollMs?: number;
  /** How long the line is left alone after opening and after a lost answer; 300 unless told. */
  readonly quietMs?: number;
  /** Waits between attempts to open double from `firstMs` to `mostMs`; 500 and 10 000 unless told. */
  readonly retry?: { readonly firstMs: number; readonly mostMs: number };
  /** How long a person may take for each step of enrolling; 20 000 unless told. */
  readonly enrolPatienceMs?: number;
}

type Work<Result> = (session: Session, watch: TouchWatch) => Promise<Result>;

/** Work that waits for its turn between two looks at the sensor. */
interface Job {
  readonly run: Work<void>;
  readonly fail: (cause: unknown) => void;
}

/**
 * A module that speaks EF01, behind any byte port. One loop does everything, so commands never overlap:
 *
 *   open port → session → ready ─┬─ jobs (enrol, remove, slots), else one look for a finger ─┐
 *        ▲                       └──────────────────────── pause ◀──────────────────────────┘
 *        └── back off ◀── out-of-order ◀── port gone, no answer, nonsense
 */
export class Ef01Reader implements FingerprintReader {
  readonly #options;
  readonly #events = new EventEmitter<{ touch: [Touch]; state: [DeviceState] }>();
  #state: DeviceState;
  #info: FingerprintReader['info'];
  #port: BytePort | undefined;
  #baud: number | undefined;
  #jobs: Job[] = [];
  #running: Promise<void> | undefined;
  #closing = false;
  #wake: () => void = () => undefined;

  constructor(options: Ef01ReaderOptions) {
    this.#options = {
      address: defaultAddress,
      password: 0,
      pollMs: 150,
      quietMs: 300,
      retry: { firstMs: 500, mostMs: 10_000 },
      enrolPatienceMs: 20_000,
      ...options,
    };
    this.#state = { state: 'starting', since: options.clock.now() };
  }

  get state(): DeviceState {
    return this.#state;
  }

  get info(): FingerprintReader['info'] {
    return this.#info;
  }

  onTouch(listener: (touch: Touch) => void): void {
    this.#events.on('touch', listener);
  }

  onState(listener: (state: DeviceState) => void): void {
    this.#events.on('state', listener);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends the loop; what waits in line is rejected. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#wake();
    await this.#closePort();
    await this.#running;
  }

  /** Captures are limited to what the dialect merges: 2 at least, 6 at most. Rejects with the signal's reason. */
  enrol(options: EnrolOptions): Promise<EnrolResult> {
    const { clock, enrolPatienceMs: patienceMs, pollMs } = this.#options;
    const pace = { clock, patienceMs, pause: () => this.#pause(pollMs) };
    return this.#ask(options.slot, (session, watch) =>
      enrolFinger(session, options, pace).finally(() => watch.disarm()),
    );
  }

  remove(slot: number): Promise<void> {
    return this.#ask(slot, (session) => removeSlot(session, slot));
  }

  slots(): Promise<number[]> {
    return this.#ask(0, (session) => readSlots(session));
  }

  /** Puts work in line. Rejects at once unless the reader is ready and has the slot. */
  #ask<Result>(slot: number, work: Work<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (!this.#info) return reject(notReady());
      if (!Number.isInteger(slot) || slot < 0 || slot >= this.#info.capacity) return reject(noSuchSlot(slot));
      const run = (...serving: Parameters<Work<Result>>) => work(...serving).then(resolve, reject);
      this.#jobs.push({ run, fail: reject });
      this.#wake();
    });
  }

  async #run(): Promise<void> {
    const { firstMs, mostMs } = this.#options.retry;
    let waitMs = firstMs;
    while (!this.#closing) {
      try {
        const session = await this.#open();
        waitMs = firstMs;
        await this.#serve(session);
      } catch (cause) {
        if (!this.#closing) this.#setState('out-of-order', messageOf(cause));
      }
      await this.#leave();
      await this.#pause(waitMs);
      waitMs = Math.min(waitMs * 2, mostMs);
    }
  }

  async #open(): Promise<Session> {
    const { openPort } = this.#options;
    const port = await openPort();
    this.#port = port;
    if (this.#closing) throw notReady();
    const session = await openSession(port, { ...this.#options, firstBaud: this.#baud });
    this.#baud = session.baud;
    this.#info = { dialect: session.dialect, capacity: session.capacity, simulated: port.simulated };
    this.#setState('ready');
    return session;
  }

  async #serve(session: Session): Promise<void> {
    const watch = new TouchWatch(session, this.#options.clock);
    while (!this.#closing) {
      const job = this.#jobs.shift();
      if (job) {
        await job.run(session, watch);
        continue;
      }
      const touch = await watch.poll();
      if (touch) this.#tell('touch', touch);
      if (this.#jobs.length === 0) await this.#pause(this.#options.pollMs);
    }
  }

  async #leave(): Promise<void> {
    this.#info = undefined;
    await this.#closePort();
    for (const job of this.#jobs.splice(0)) job.fail(notReady());
  }

  async #closePort(): Promise<void> {
    const port = this.#port;
    this.#port = undefined;
    await port
      ?.close()
      .catch((cause) => this.#options.log.debug({ err: cause }, 'port did not close cleanly'));
  }

  #setState(state: DeviceState['state'], detail?: string): void {
    const was = this.#state;
    if (was.state === state && was.detail === detail) return;
    const since = was.state === state ? was.since : this.#options.clock.now();
    this.#state = detail === undefined ? { state, since } : { state, detail, since };
    this.#options.log.info({ state, detail }, 'fingerprint reader state');
    this.#tell('state', this.#state);
  }

  #tell(event: 'touch', value: Touch): void;
  #tell(event: 'state', value: DeviceState): void;
  #tell(event: 'touch' | 'state', value: Touch | DeviceState): void {
    try {
      this.#events.emit(event as 'touch', value as Touch);
    } catch (cause) {
      this.#options.log.error({ err: cause, event }, 'fingerprint listener failed');
    }
  }

  /** Waits, until woken by work or by the end. */
  #pause(ms: number): Promise<void> {
    if (this.#closing) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function notReady(): AppError {
  return new AppError('device_unavailable', 'The fingerprint reader is not ready.', {
    zh: '指纹仪尚未就绪，请检查连线后再试。',
    retryable: true,
  });
}

function noSuchSlot(slot: number): AppError {
  return new AppError('invalid_input', `The fingerprint reader has no slot ${slot}.`, {
    zh: `指纹仪没有 ${slot} 号位置。`,
    field: 'slot',
  });
}
