import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver on loopback. `answer` decides what each message gets; by default it is taken. */
export async function startReceiver(answer: (response: ServerResponse, taken: Taken) => void = take) {
  const taken: Taken[] = [];
  let waiters: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const message = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    taken.push(message);
    answer(response, message);
    for (const wake of waiters.splice(0)) wake();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    taken,
    bodies: () => taken.map(({ body }) => JSON.parse(body)),
    /** Resolves when so many messages have come. */
    has: async (count: number) => {
      while (taken.length < count) await new Promise<void>((resolve) => (waiters = [...waiters, resolve]));
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

const take = (response: ServerResponse) => void response.writeHead(204).end();
