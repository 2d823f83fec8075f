import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Ready {
  readonly type: string;
  readonly url: string;
  readonly login: { readonly user: string; readonly password: string };
  readonly pullToken: string;
  readonly handover: { readonly deviceCode: string; readonly reviewer: object; readonly serverKey: string };
}

const dir = mkdtempSync(join(tmpdir(), 'keqin-demo-'));

function start(port: number): ChildProcess {
  const env = { ...process.env, KEQIN_DATA: dir, SERVER_PORT: String(port) };
  return fork('server/demo.ts', [], {
    execArgv: ['--import', 'tsx'],
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

async function message(child: ChildProcess): Promise<Ready & { id?: string; message?: string }> {
  return (await once(child, 'message'))[0];
}

async function stop(child: ChildProcess): Promise<number> {
  child.kill('SIGTERM');
  return (await once(child, 'exit'))[0];
}

test('the demo makes its own credentials once, obeys the launcher’s clock, and ends cleanly', async () => {
  const first = start(0);
  const ready = await message(first);
  expect(ready.type).toBe('ready');
  expect(ready.handover.reviewer).toEqual(ready.login);
  expect(statSync(join(dir, 'server', 'demo-credentials.json')).mode & 0o777).toBe(0o600);

  const clockOf = async () => (await (await fetch(`${ready.url}/api/v1/health`)).json()).at;
  for (const at of [1_700_000_000_000, 1_700_000_060_000]) {
    first.send({ type: 'clock', at, id: `set ${at}` });
    expect(await message(first)).toEqual({ type: 'clock-set', id: `set ${at}` });
    expect(await clockOf()).toBe(at);
  }
  first.send({ type: 'clock', at: null, id: 'back' });
  await message(first);
  expect(Math.abs((await clockOf()) - Date.now())).toBeLessThan(60_000);
  const headers = { 'content-type': 'application/json' };
  const login = { method: 'POST', headers, body: JSON.stringify(ready.login) };
  expect((await fetch(`${ready.url}/api/v1/session`, login)).status).toBe(200);
  const roles = ['organiser', 'teacher', 'finance', 'admin'].map(async (user) => {
    const body = JSON.stringify({ ...ready.login, user });
    return (await (await fetch(`${ready.url}/api/v1/session`, { ...login, body })).json()).role;
  });
  expect(await Promise.all(roles)).toEqual(['organiser', 'class-admin', 'finance-reviewer', 'bureau-admin']);
  expect(await stop(first)).toBe(0);

  const second = start(0);
  const again = await message(second);
  expect([again.login, again.pullToken, again.handover.serverKey]).toEqual([
    ready.login,
    ready.pullToken,
    ready.handover.serverKey,
  ]);
  expect(again.handover.deviceCode).not.toBe(ready.handover.deviceCode);
  expect(await stop(second)).toBe(0);
});

test('a port in use is told to the launcher in a sentence', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as { port: number };
  const child = start(port);
  const failed = await message(child);
  expect([failed.type, failed.message]).toEqual(['failed', expect.stringContaining(`端口 ${port} 已被占用`)]);
  const [status] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  expect(status).toBe(1);
  holder.close();
});
