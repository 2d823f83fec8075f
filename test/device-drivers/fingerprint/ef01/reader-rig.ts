import { EventEmitter, once } from 'node:events';
import {
  Ef01Reader,
  type Ef01ReaderOptions,
} from '../../../../device-drivers/fingerprint/ef01/ef01-reader.ts';
import {
  type PressOptions,
  SimulatedSensor,
  type SimulatedSensorOptions,
} from '../../../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import type { EnrolResult, Touch } from '../../../../device-drivers/fingerprint/reader.ts';
import type { DeviceState } from '../../../../sync/base/device-state.ts';
import { createLog } from '../../../../sync/base/log.ts';
import { SimulatedClock } from '../../../../sync/base/simulated-clock.ts';

const noDelays = { imageMs: 0, extractMs: 0, searchMs: 0, storeMs: 0 };
export const startAt = Date.parse('2026-11-21T08:00:00+08:00');

/** A reader and its simulated sensor, fast, with ways to wait for what happens. Begins ready. */
export class ReaderRig {
  readonly clock = new SimulatedClock(startAt);
  readonly sensor: SimulatedSensor;
  readonly reader: Ef01Reader;
  readonly touches: Touch[] = [];
  readonly states: DeviceState[] = [];
  readonly #events = new EventEmitter();

  constructor(sensorOptions: SimulatedSensorOptions = {}, readerOptions: Partial<Ef01ReaderOptions> = {}) {
    this.sensor = new SimulatedSensor({ delays: noDelays, ...sensorOptions });
    this.reader = new Ef01Reader({
      openPort: this.sensor.openPort,
      clock: this.clock,
      log: createLog('kiosk', 'silent'),
      pollMs: 1,
      quietMs: 1,
      retry: { firstMs: 1, mostMs: 4 },
      ...readerOptions,
    });
    this.reader.onTouch((touch) => this.#note(this.touches, touch));
    this.reader.onState((state) => this.#note(this.states, state));
    this.sensor.onCommand((opcode) => this.#events.emit(`command ${opcode}`));
  }

  async begin(): Promise<this> {
    this.reader.start();
    await this.untilState('ready');
    return this;
  }

  async untilState(state: DeviceState['state']): Promise<DeviceState> {
    while (this.reader.state.state !== state) await once(this.#events, 'news');
    return this.reader.state;
  }

  /** Resolves when the sensor has carried out the next command with this opcode. */
  async untilCommand(opcode: number): Promise<void> {
    await once(this.#events, `command ${opcode}`);
  }

  /** Lets the reader see an empty sensor, puts a finger on it, and resolves with what came of it. */
  async touch(finger: string, options?: PressOptions): Promise<Touch> {
    this.sensor.liftFinger();
    await this.untilCommand(0x01);
    const before = this.touches.length;
    this.sensor.pressFinger(finger, options);
    while (this.touches.length === before) await once(this.#events, 'news');
    this.sensor.liftFinger();
    return this.touches[before]!;
  }

  /** Enrols as an obedient person would: `fingers[n]` is put down for capture n + 1, the last one for the rest. */
  enrol(slot: number, fingers: readonly string[], press?: PressOptions): Promise<EnrolResult> {
    return this.reader.enrol({
      slot,
      captures: 3,
      onStep: (step, capture) => {
        if (step === 'place-finger') this.sensor.pressFinger(fingers[capture - 1] ?? fingers.at(-1)!, press);
        if (step === 'lift-finger') this.sensor.liftFinger();
      },
    });
  }

  #note<T>(list: T[], item: T): void {
    list.push(item);
    this.#events.emit('news');
  }
}
