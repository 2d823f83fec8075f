import { AppError } from '../../../sync/base/errors.ts';
import type { Logger } from '../../../sync/base/log.ts';
import type { BytePort } from '../../byte-port/byte-port.ts';
import { portUnavailable } from '../../byte-port/port-events.ts';
import { code } from './codes.ts';
import type { Ack, Command } from './commands.ts';
import { encodePacket, type Packet, PacketParser } from './packet.ts';

export interface LinkOptions {
  readonly address: number;
  /** How long the line is left alone after an answer failed to come, so that a late one is not taken for the next. */
  readonly quietMs: number;
  readonly log: Logger;
}

interface Waiting {
  readonly answer: (ack: Ack) => void;
  readonly fail: (cause: AppError) => void;
}

/** Half-duplex talk with one module over one open port: one command in flight, each with its deadline. */
export class Ef01Link {
  readonly port: BytePort;
  readonly #options: LinkOptions;
  readonly #parser: PacketParser;
  #waiting: Waiting | undefined;
  #lost: AppError | undefined;
  /** True while an answer may still be under way that nobody waits for any more. */
  #unsettled = true;

  constructor(port: BytePort, options: LinkOptions) {
    this.port = port;
    this.#options = options;
    this.#parser = new PacketParser(options.address);
    port.onData((bytes) => this.#receive(bytes));
    port.onClose((cause) => this.#lose(cause));
  }

  /**
   * Sends a command and decodes its answer. A repeatable command is sent a second time when the answer got lost.
   * Throws `AppError` device_timeout, device_unavailable (port gone) or device_protocol.
   */
  async run<Result>(command: Command<Result>): Promise<Result> {
    const attempts = command.repeatable ? 2 : 1;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const ack = await this.#exchange(command);
      const understood = ack !== undefined && ack.code !== code.badPacket;
      if (understood || (ack && attempt === attempts)) return command.decode(ack);
      this.#options.log.debug({ command: command.name, attempt }, 'fingerprint answer lost');
    }
    throw this.#noAnswer(command);
  }

  async #exchange(command: Command<unknown>): Promise<Ack | undefined> {
    if (this.#waiting) throw new AppError('internal', 'A fingerprint command is in flight already.');
    if (this.#unsettled) await this.#settle();
    if (this.#lost) throw this.#lost;
    this.#parser.reset();
    const ack = await this.#await(command.timeoutMs, () => this.port.write(this.#encode(command)));
    this.#unsettled = ack === undefined;
    return ack;
  }

  /** Resolves with the answer, or undefined when it did not come in time. */
  #await(timeoutMs: number, send: () => Promise<void>): Promise<Ack | undefined> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting = undefined;
      };
      const settleWith = (ack: Ack | undefined) => {
        done();
        resolve(ack);
      };
      const fail = (cause: AppError) => {
        done();
        reject(cause);
      };
      const timer = setTimeout(() => settleWith(undefined), timeoutMs);
      this.#waiting = { answer: settleWith, fail };
      send().catch((cause) => this.#lose(cause));
    });
  }

  #encode(command: Command<unknown>): Uint8Array {
    return encodePacket({ kind: 'command', address: this.#options.address, content: command.content });
  }

  #receive(bytes: Uint8Array): void {
    for (const packet of this.#parser.push(bytes)) this.#accept(packet);
  }

  #accept(packet: Packet): void {
    if (packet.kind !== 'ack' || !this.#waiting) {
      this.#options.log.debug({ kind: packet.kind }, 'unasked fingerprint packet dropped');
      return;
    }
    const [ackCode = code.badPacket, ...data] = packet.content;
    this.#waiting.answer({ code: ackCode, data: Buffer.from(data) });
  }

  #lose(cause?: unknown): void {
    this.#lost ??= portUnavailable(this.port.name, cause);
    this.#waiting?.fail(this.#lost);
  }

  async #settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.#options.quietMs));
    this.#unsettled = false;
  }

  #noAnswer(command: Command<unknown>): AppError {
    return new AppError(
      'device_timeout',
      `The fingerprint reader at ${this.port.name} did not answer ${command.name} within ${command.timeoutMs} ms.`,
      { zh: '指纹仪没有应答，请检查连线后重新插拔。', retryable: true },
    );
  }
}
