import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Program of its own: takes what is PUT into files under `process.argv[2]`, syncs each, and knows nothing else. */
const dir = process.argv[2] ?? '.';
let count = 0;

async function take(request: IncomingMessage): Promise<void> {
  const path = join(dir, `${++count}.bin`);
  await pipeline(request, createWriteStream(path));
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

const server = createServer((request, response) => {
  take(request).then(
    () => response.end('{}'),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
