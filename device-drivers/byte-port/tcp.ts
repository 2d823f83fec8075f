import { once } from 'node:events';
import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';
import type { BytePort } from './byte-port.ts';
import { PortEvents, portUnavailable } from './port-events.ts';

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
  /** How long connecting may take; 5 s unless told. */
  readonly connectTimeoutMs?: number;
}

export type OpenSocket = (target: TcpNetConnectOpts) => Socket;

/** Connects to a serial-to-network converter in raw mode. Throws `AppError` device_unavailable. */
export async function openTcp(address: TcpAddress, open: OpenSocket = connect): Promise<BytePort> {
  const name = `tcp://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
  const socket = open({ host: address.host, port: address.port });
  await connected(socket, address.connectTimeoutMs ?? 5_000).catch((cause) => {
    socket.destroy();
    throw portUnavailable(name, cause);
  });
  return socketPort(name, socket);
}

/** Wraps a connected socket; a device that listens on TCP uses it for its own end. */
export function socketPort(name: string, socket: Socket): BytePort {
  const events = new PortEvents();
  let failure: Error | undefined;
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 10_000);
  socket.on('data', (bytes) => events.emitData(bytes));
  socket.on('error', (cause) => {
    failure = cause;
  });
  socket.on('close', () => events.emitGone(failure));
  return {
    name,
    simulated: false,
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (cause) => (cause ? reject(portUnavailable(name, cause)) : resolve()));
      }),
    onData: (listener) => events.onData(listener),
    onClose: (listener) => events.onClose(listener),
    close: () => closed(socket),
  };
}

async function connected(socket: Socket, timeoutMs: number): Promise<void> {
  const timer = setTimeout(
    () => socket.destroy(new Error(`no connection within ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    await once(socket, 'connect');
  } finally {
    clearTimeout(timer);
  }
}

function closed(socket: Socket): Promise<void> {
  if (socket.closed) return Promise.resolve();
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.destroy();
  });
}
