import { join } from 'node:path';
import { Type } from 'typebox';
import { systemClock } from '../sync/base/clock.ts';
import { AppError, isAppError, messageOf } from '../sync/base/errors.ts';
import { createLog } from '../sync/base/log.ts';
import { isOf } from '../sync/base/parse.ts';
import { Instant, nullable } from '../sync/contract/primitives.ts';
import type { ServerApp } from './app.ts';
import { demoCredentials } from './demo-credentials.ts';
import { makeDeviceCode } from './ingest/device-code.ts';
import { builtPages, listen, openServer } from './open-server.ts';
import { SwitchableClock } from './switchable-clock.ts';

const verifyEveryMs = 60_000;
/** What the launcher passes on from the kiosk: `{ type: 'clock', at, id }`. */
const ClockOrder = Type.Object({ type: Type.Literal('clock'), at: nullable(Instant), id: Type.Unknown() });

/** The same server as main.ts's, started by `npm start`, which it tells what to print and to hand over. */
async function main(): Promise<void> {
  const clock = new SwitchableClock(systemClock());
  const dataDir = join(required('KEQIN_DATA'), 'server');
  const uiDir = builtPages();
  const log = createLog('server');
  const server = await openServer({
    dataDir,
    clock,
    log,
    uiDir,
    trustProxy: false,
    verifyEveryMs,
    secondFactor: 'optional',
  });
  process.once('SIGTERM', () => void stop(server));
  process.on('message', (message) => obeyClock(clock, message));
  try {
    const url = await listen(server, '127.0.0.1', Number(required('SERVER_PORT')));
    await server.start();
    await tellReady(server, url, join(dataDir, 'demo-credentials.json'));
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function tellReady({ context }: ServerApp, url: string, credentialsFile: string): Promise<void> {
  const { user, password, pullToken } = await demoCredentials(context, credentialsFile);
  const { code: deviceCode } = await makeDeviceCode(context, user);
  const login = { user, password };
  const handover = { deviceCode, reviewer: login, serverKey: context.serverKey.publicKey };
  process.send?.({ type: 'ready', url, login, pullToken, handover });
}

function obeyClock(clock: SwitchableClock, message: unknown): void {
  if (!isOf(ClockOrder, message)) return;
  clock.set(message.at);
  process.send?.({ type: 'clock-set', id: message.id });
}

async function stop(server: ServerApp): Promise<void> {
  await server.close();
  // The line to the launcher would keep the program alive.
  if (process.connected) process.disconnect();
}

function required(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new AppError('invalid_input', `${name} is not set: start the demo with npm start.`, {
    zh: `未设置 ${name}，请用 npm start 启动演示。`,
  });
}

main().catch((error: unknown) => {
  const message = isAppError(error) ? `${error.zh ?? ''} ${error.message}`.trim() : messageOf(error);
  console.error(isAppError(error) ? message : error);
  process.exitCode = 1;
  if (!process.send) return;
  process.send({ type: 'failed', message }, () => {
    if (process.connected) process.disconnect();
  });
});
