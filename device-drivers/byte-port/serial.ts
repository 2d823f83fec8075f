import { realpath, stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import type { BytePort } from './byte-port.ts';
import { PortEvents, portUnavailable } from './port-events.ts';

/**
 * Opens a serial line, 8 data bits, no parity. `path` is `/dev/ttyUSB0`, `COM3`, or a link to one; `baud` in bit/s.
 * Throws `AppError` device_unavailable.
 *
 * On Linux the loss of the line shows at the next write: after a hang-up serialport reads on for ever
 * (serialport/bindings-cpp#162), so whoever holds a port open must write now and then, as a polling reader does.
 */
export async function openSerial(path: string, baud: number): Promise<BytePort> {
  const simulated = await isPseudoTerminal(path);
  const line = await openLine(path, baud);
  const events = new PortEvents();
  line.on('data', (bytes: Buffer) => events.emitData(bytes));
  line.on('close', (cause?: Error | null) => events.emitGone(cause ?? undefined));
  line.on('error', (cause) => events.emitGone(cause));
  return {
    name: path,
    simulated,
    write: async (bytes) => {
      if (!line.isOpen) throw portUnavailable(path); // serialport would keep the bytes until someone opens it again
      await settle(path, (done) => line.write(Buffer.from(bytes), done));
    },
    setBaud: (baudRate) => settle(path, (done) => line.update({ baudRate }, done)),
    onData: (listener) => events.onData(listener),
    onClose: (listener) => events.onClose(listener),
    close: async () => {
      if (line.isOpen) await settle(path, (done) => line.close(done));
    },
  };
}

async function openLine(path: string, baudRate: number): Promise<SerialPort> {
  // Loaded on first use: a kiosk without a serial reader must run where the native part does not load.
  const serialport = await import('serialport').catch((cause) => {
    throw portUnavailable(path, cause);
  });
  // Two stop bits suit every receiver: some modules want two, the others see a longer pause.
  const line = new serialport.SerialPort({
    path,
    baudRate,
    dataBits: 8,
    parity: 'none',
    stopBits: 2,
    autoOpen: false,
  });
  await settle(path, (done) => line.open(done));
  return line;
}

function settle(path: string, act: (done: (cause?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    act((cause) => (cause ? reject(portUnavailable(path, cause)) : resolve()));
  });
}

/** A terminal made by software. On Linux the device number tells, whatever name the node was given. */
async function isPseudoTerminal(path: string): Promise<boolean> {
  const target = await realpath(path).catch(() => path);
  if (/^\/dev\/(pts\/|ttys\d)/.test(target)) return true; // Linux; macOS
  if (process.platform !== 'linux') return false;
  const deviceNumber = await stat(target).then(
    ({ rdev }) => rdev,
    () => 0,
  );
  const major = (deviceNumber >> 8) & 0xfff;
  return major >= 136 && major <= 143; // UNIX98_PTY_SLAVE_MAJOR … +7, linux/major.h
}
