import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, expect, test } from 'vitest';
import { putFile } from '../../../sync/transport/put-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'keqin-put-'));
const file = join(dir, 'segment.mp4');
const bytes = Buffer.alloc(3_000_000, 'video');
writeFileSync(file, bytes);
let server: Server;

afterAll(() => rmSync(dir, { recursive: true }));

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function serve(listener: RequestListener): Promise<URL> {
  server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/segment`);
}

const put = (url: URL, change: Partial<Parameters<typeof putFile>[1]> = {}) =>
  putFile(url, { file, sizeBytes: bytes.length, headers: { 'x-kiosk': '1' }, stallMs: 10_000, ...change });

test('the file arrives as it is, with its length, and the answer comes back', async () => {
  let seen: { request: IncomingMessage; body: Buffer } | undefined;
  const url = await serve(async (request, response) => {
    seen = { request, body: await buffer(request) };
    response.end('{"receipt":1}');
  });
  expect(await put(url)).toEqual({ status: 200, value: { receipt: 1 } });
  expect(seen?.body.equals(bytes)).toBe(true);
  expect(seen?.request.method).toBe('PUT');
  expect(seen?.request.headers).toMatchObject({ 'content-length': String(bytes.length), 'x-kiosk': '1' });
});

test('a refusal before the body is read is the answer', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(409).end('{"code":"conflict"}');
  });
  expect(await put(url)).toEqual({ status: 409, value: { code: 'conflict' } });
});

test('an answer that is no JSON has no value', async () => {
  const url = await serve((request, response) => {
    request.resume().on('end', () => response.writeHead(502).end('<html>'));
  });
  expect(await put(url)).toEqual({ status: 502, value: undefined });
});

test('a link that breaks while the body goes up rejects', async () => {
  const url = await serve((request) => {
    request.once('data', () => request.socket.resetAndDestroy());
  });
  await expect(put(url)).rejects.toThrow();
});

test('a file that is gone rejects with its path, and not as a broken link', async () => {
  const url = await serve((request, response) => request.resume().on('end', () => response.end('{}')));
  const gone = join(dir, 'gone.mp4');
  await expect(put(url, { file: gone })).rejects.toMatchObject({ code: 'ENOENT', path: gone });
});

test('a server that takes nothing and says nothing is given up', async () => {
  const url = await serve(() => undefined);
  await expect(put(url, { stallMs: 50 })).rejects.toThrow('nothing moved for 50 ms');
});
