import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type Faults, linkPipe, SharedRate } from './link-pipe.ts';
import { Seeded } from './seeded.ts';

/** What a connection suffers; `up` is from the client to what is behind the proxy. */
export interface LinkFaults {
  readonly up?: Faults;
  readonly down?: Faults;
}

/** A TCP proxy on loopback: a bad link that is bad in the same way for the same seed. */
export class FaultyProxy {
  /** Bytes a second of the whole link. */
  readonly upRate = new SharedRate();
  readonly downRate = new SharedRate();
  /** Faults of the n-th connection, n from 0. Asked when it is opened. */
  faultsOf: (connection: number) => LinkFaults = () => ({});
  /** How many of the next answers never arrive: their connections break, as if after the far side has acted. */
  cutAnswers = 0;
  readonly #server = createServer({ allowHalfOpen: true }, (client) => this.#join(client));
  readonly #sockets = new Set<Socket>();
  readonly #seed: number;
  #connections = 0;
  #target = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Address of the proxy; it stays the same while what is behind it comes and goes. */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Where connections go from now on; 0 refuses them all. Those that stand are cut. */
  pointTo(port: number): void {
    this.#target = port;
    this.cutAll();
  }

  /** Breaks every connection that stands, as a cable that is pulled and put back. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.pointTo(0);
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    if (this.#target === 0) return void client.resetAndDestroy();
    const upstream = connect({ port: this.#target, host: '127.0.0.1', allowHalfOpen: true });
    const cut = () => {
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    };
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    upstream.on('data', () => {
      if (this.cutAnswers === 0) return;
      this.cutAnswers -= 1;
      cut();
    });
    const number = this.#connections;
    this.#connections += 1;
    const { up = {}, down = {} } = this.faultsOf(number);
    const ends = { client: new Seeded(this.#seed + number), upstream: new Seeded(~this.#seed - number) };
    linkPipe({ from: client, to: upstream, cut }, up, { rate: this.upRate, seeded: ends.client });
    linkPipe({ from: upstream, to: client, cut }, down, { rate: this.downRate, seeded: ends.upstream });
  }
}

/** Faults for each connection of a bad day: of three connections about one is spared. */
export function badDay(seed: number, mostBytes: number): (connection: number) => LinkFaults {
  return (connection) => {
    const seeded = new Seeded(seed + connection);
    const faults = (): Faults => {
      const at = seeded.below(mostBytes);
      const kinds: Faults[] = [
        { cutAfterBytes: at },
        { halfCloseAfterBytes: at },
        { flipAtByte: at },
        { delayMs: [0, 30] },
        {},
        {},
      ];
      return seeded.pick(kinds);
    };
    return { up: faults(), down: faults() };
  };
}
