import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { requireFreePorts } from '../../../kiosk/start/ports.mjs';

async function listen(host: string): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const close = async () => {
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, close };
}

test.each(['127.0.0.1', '0.0.0.0'])(
  'a port held on %s is named, with the variable that changes it',
  async (host) => {
    const taken = await listen(host);
    onTestFinished(taken.close);
    const check = requireFreePorts({ KIOSK_PORT: taken.port });
    await expect(check).rejects.toThrow(`Port ${taken.port} is in use: set KIOSK_PORT to another one`);
  },
);

test('a free port passes and is free afterwards', async () => {
  const { port, close } = await listen('127.0.0.1');
  await close();
  await requireFreePorts({ KIOSK_PORT: port });
  await requireFreePorts({ SERVER_PORT: port });
});
