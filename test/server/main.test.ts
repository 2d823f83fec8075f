import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'keqin-main-'));
const config = join(dir, 'server.json');

function start(args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts', ...args]);
  const done = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]);
  return { child, done: done.then(([[status], out, err]) => ({ status, out, err })) };
}

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  holder.close();
  await once(holder, 'close');
  return port;
}

test('a wrong call and a wrong config are told in a sentence', async () => {
  const [usage, missing] = await Promise.all([
    start(['--colour', 'red']).done,
    start(['--config', join(dir, 'none.json')]).done,
  ]);
  expect([usage.status, usage.err]).toEqual([1, expect.stringContaining('usage: npm run server')]);
  expect([missing.status, missing.err]).toEqual([1, expect.stringContaining('cannot be read as JSON')]);
  expect(missing.err).not.toContain('    at ');
});

test('a reviewer and a token are made from the command line, and serve; SIGTERM ends it cleanly', async () => {
  const port = await freePort();
  writeFileSync(config, JSON.stringify({ dataDir: 'data', port }));
  const password = (await start(['--config', config, '--add-reviewer', 'wang']).done).out.trim();
  const token = (await start(['--config', config, '--add-pull-token', 'bureau']).done).out.trim();
  expect(statSync(join(dir, 'data', 'server-key.pem')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(dir, 'data', 'server.db')).includes(password)).toBe(false);

  const { child, done } = start(['--config', config]);
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (line) => String(line).includes('listening') && resolve());
  });
  const url = `http://127.0.0.1:${port}/api/v1`;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ user: 'wang', password });
  expect((await fetch(`${url}/session`, { method: 'POST', headers, body })).status).toBe(200);
  const pulled = await fetch(`${url}/attendance`, { headers: { authorization: `Bearer ${token}` } });
  expect(await pulled.json()).toEqual({ items: [], withdrawn: [], nextCursor: '0' });

  const second = await start(['--config', config]).done;
  expect([second.status, second.err]).toEqual([1, expect.stringContaining(`端口 ${port} 已被占用`)]);
  child.kill('SIGTERM');
  expect((await done).status).toBe(0);
});
