import type { BytePort } from './byte-port.ts';
import { PortEvents, portUnavailable } from './port-events.ts';

/** Two ends of one pipe in memory. What is written to one end arrives at the other; closing one ends both. */
export interface SimulatedPortPair {
  readonly driverEnd: BytePort;
  readonly deviceEnd: BytePort;
}

/** `name` is what people see as the port's name, e.g. `simulated reader`. */
export function createSimulatedPortPair(name: string): SimulatedPortPair {
  const driver = new PortEvents();
  const device = new PortEvents();
  return {
    driverEnd: portEnd(name, driver, device),
    deviceEnd: portEnd(`${name} (device end)`, device, driver),
  };
}

function portEnd(name: string, own: PortEvents, other: PortEvents): BytePort {
  return {
    name,
    simulated: true,
    async write(bytes) {
      if (own.isGone) throw portUnavailable(name);
      const copy = Uint8Array.from(bytes);
      queueMicrotask(() => other.emitData(copy));
    },
    onData: (listener) => own.onData(listener),
    onClose: (listener) => own.onClose(listener),
    async close() {
      own.emitGone();
      other.emitGone(new Error('the other end was closed'));
    },
  };
}
