import { EventEmitter } from 'node:events';
import type { BytePort, OpenPort } from '../../byte-port/byte-port.ts';
import { portUnavailable } from '../../byte-port/port-events.ts';
import { createSimulatedPortPair } from '../../byte-port/simulated.ts';
import { defaultAddress, encodePacket, PacketParser } from './packet.ts';
import type { Dialect } from './probe.ts';
import { type FingerQuality, type SensorSnapshot, SimulatedFirmware } from './simulated-firmware.ts';

export interface SensorDelays {
  readonly imageMs: number;
  readonly extractMs: number;
  readonly searchMs: number;
  readonly storeMs: number;
}

export interface SimulatedSensorOptions {
  /** `synochip` unless told. */
  readonly dialect?: Dialect;
  /** 200 templates unless told; 1 … 1024. */
  readonly capacity?: number;
  /** A library from an earlier life. */
  readonly snapshot?: SensorSnapshot | undefined;
  /** How long the sensor thinks; what a small optical module needs unless told. */
  readonly delays?: SensorDelays;
}

export interface PressOptions {
  readonly quality?: FingerQuality;
  /** Lifts the finger again after this time; otherwise it stays until `liftFinger`. */
  readonly holdMs?: number;
}

const usualDelays: SensorDelays = { imageMs: 20, extractMs: 30, searchMs: 40, storeMs: 50 };

/**
 * A fingerprint module in software. It speaks the true bytes through the true parser, over memory (`openPort`) or
 * over any port that is attached to it, and has levers that do what people and bad cables do. Deterministic.
 */
export class SimulatedSensor {
  readonly #firmware: SimulatedFirmware;
  readonly #delays: SensorDelays;
  readonly #events = new EventEmitter<{ command: [number]; change: [SensorSnapshot] }>();
  #port: BytePort | undefined;
  #plugged = true;
  #stalled = false;
  #corruptNext = false;
  #presses = 0;
  #liftTimer: NodeJS.Timeout | undefined;

  constructor(options: SimulatedSensorOptions = {}) {
    const { dialect = 'synochip', capacity = 200, snapshot, delays = usualDelays } = options;
    this.#firmware = new SimulatedFirmware({ dialect, capacity, snapshot });
    this.#delays = delays;
  }

  /** For a driver in the same process. Throws `AppError` device_unavailable while unplugged. */
  readonly openPort: OpenPort = async () => {
    if (!this.#plugged) throw portUnavailable('simulated reader', new Error('it is unplugged'));
    const { driverEnd, deviceEnd } = createSimulatedPortPair('simulated reader');
    this.attach(deviceEnd);
    return driverEnd;
  };

  /** Serves the sensor on a port: a socket, a pseudo-terminal, a device end. The last one attached is heard. */
  attach(port: BytePort): void {
    const parser = new PacketParser(defaultAddress);
    this.#port = port;
    port.onData((bytes) => {
      for (const packet of parser.push(bytes)) {
        if (packet.kind === 'command' && this.#port === port) this.#obey(port, Buffer.from(packet.content));
      }
    });
  }

  /** Called with the opcode of every command, before it is carried out. */
  onCommand(listener: (opcode: number) => void): void {
    this.#events.on('command', listener);
  }

  /** Called with the library whenever a template came or went. */
  onLibraryChange(listener: (snapshot: SensorSnapshot) => void): void {
    this.#events.on('change', listener);
  }

  snapshot(): SensorSnapshot {
    return this.#firmware.snapshot();
  }

  /** Puts the finger `name` on the glass; any name is a finger, always the same one. */
  pressFinger(name: string, options: PressOptions = {}): void {
    this.liftFinger();
    this.#presses++;
    this.#firmware.press = { finger: name, quality: options.quality ?? 'good', nth: this.#presses };
    if (options.holdMs !== undefined) this.#liftTimer = setTimeout(() => this.liftFinger(), options.holdMs);
  }

  liftFinger(): void {
    clearTimeout(this.#liftTimer);
    this.#firmware.press = undefined;
  }

  /** Pulls the cable: the port goes away under the driver, and cannot be opened until `plug`. */
  async unplug(): Promise<void> {
    this.#plugged = false;
    const port = this.#port;
    this.#port = undefined;
    await port?.close();
  }

  /** Puts the cable back: the module starts anew, with its library. */
  plug(): void {
    this.#plugged = true;
    this.#stalled = false;
    this.#firmware.forget();
  }

  /** Damages one byte of the next answer. */
  corruptNextFrame(): void {
    this.#corruptNext = true;
  }

  /** Hears everything and answers nothing, until `resume` or `plug`. */
  stall(): void {
    this.#stalled = true;
  }

  resume(): void {
    this.#stalled = false;
  }

  #obey(port: BytePort, content: Buffer): void {
    const opcode = content.readUInt8(0);
    this.#events.emit('command', opcode);
    if (this.#stalled) return;
    const answer = this.#carryOut(opcode, content);
    if (!answer) return;
    const frame = this.#frame(answer);
    const delayMs = this.#delayOf(opcode);
    if (delayMs === 0) send(port, frame);
    else setTimeout(() => send(port, frame), delayMs);
  }

  #carryOut(opcode: number, content: Buffer): readonly number[] | undefined {
    const answer = this.#firmware.answer(content);
    if (changesLibrary.has(opcode)) this.#events.emit('change', this.snapshot());
    return answer;
  }

  #frame(answer: readonly number[]): Uint8Array {
    const frame = encodePacket({ kind: 'ack', address: defaultAddress, content: Uint8Array.from(answer) });
    if (this.#corruptNext) frame.writeUInt8(frame.readUInt8(frame.length - 1) ^ 0x10, frame.length - 1);
    this.#corruptNext = false;
    return frame;
  }

  #delayOf(opcode: number): number {
    if (opcode === 0x01) return this.#delays.imageMs;
    if (opcode === 0x02) return this.#delays.extractMs;
    if (opcode === 0x04) return this.#delays.searchMs;
    return opcode === 0x05 || changesLibrary.has(opcode) ? this.#delays.storeMs : 0;
  }
}

/** Store, DeleteChar, Empty. */
const changesLibrary = new Set([0x06, 0x0c, 0x0d]);

function send(port: BytePort, frame: Uint8Array): void {
  port.write(frame).catch(() => undefined); // unplugged while the sensor was thinking
}
