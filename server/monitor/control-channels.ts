import type { ControlLine, LiveOrder } from '../../sync/contract/live.ts';

/** Where lines to one kiosk go; `stream.PassThrough` fits. */
export interface LineSink {
  write(line: string): unknown;
  end(): unknown;
}

/** The kiosks that listen to us, each on one long answer. */
export class ControlChannels {
  readonly #ordersFor: (device: string) => readonly LiveOrder[];
  readonly #open = new Map<string, LineSink>();

  constructor(ordersFor: (device: string) => readonly LiveOrder[]) {
    this.#ordersFor = ordersFor;
  }

  /** A kiosk that opens another channel has lost the one before, which may look whole from here for long. */
  open(device: string, sink: LineSink): void {
    this.#open.get(device)?.end();
    this.#open.set(device, sink);
    this.tell(device);
  }

  /** Says all that is wanted of the kiosk; nothing when it does not listen. */
  tell(device: string): void {
    const line: ControlLine = { live: [...this.#ordersFor(device)] };
    this.#open.get(device)?.write(`${JSON.stringify(line)}\n`);
  }

  tellAll(): void {
    for (const device of this.#open.keys()) this.tell(device);
  }

  isOpen(device: string): boolean {
    return this.#open.has(device);
  }

  /** The kiosk went; nothing when it has opened another channel since. */
  gone(device: string, sink: LineSink): void {
    if (this.#open.get(device) === sink) this.#open.delete(device);
  }

  /** We let the kiosk go, for it was revoked. */
  drop(device: string): void {
    this.#open.get(device)?.end();
    this.#open.delete(device);
  }

  close(): void {
    for (const device of [...this.#open.keys()]) this.drop(device);
  }
}
