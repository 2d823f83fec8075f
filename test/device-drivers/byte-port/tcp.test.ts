import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTcp, socketPort } from '../../../device-drivers/byte-port/tcp.ts';
import { readBytes, untilGone } from './read-bytes.ts';

let server: Server;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.close();
});

async function connectBoth() {
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const driver = await openTcp({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const [socket] = await accepted;
  return { driver, device: socketPort('device', socket) };
}

test('carries bytes both ways', async () => {
  const { driver, device } = await connectBoth();
  const [atDevice, atDriver] = [readBytes(device, 2), readBytes(driver, 2)];
  await driver.write(Uint8Array.of(0xef, 0x01));
  await device.write(Uint8Array.of(0x00, 0xff));
  expect([...(await atDevice)]).toEqual([0xef, 0x01]);
  expect([...(await atDriver)]).toEqual([0x00, 0xff]);
  expect(driver.name).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
  await driver.close();
  await driver.close();
});

test('is gone when the device hangs up, and refuses bytes from then on', async () => {
  const { driver, device } = await connectBoth();
  const gone = untilGone(driver);
  await device.close();
  await gone;
  await expect(driver.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'device_unavailable' });
});

test('a refused connection is unavailable', async () => {
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const opening = openTcp({ host: '127.0.0.1', port });
  await expect(opening).rejects.toMatchObject({ code: 'device_unavailable', retryable: true });
});

test('gives up connecting when the time is over', async () => {
  const silent = new Socket();
  const opening = openTcp({ host: '::1', port: 9000, connectTimeoutMs: 1 }, () => silent);
  await expect(opening).rejects.toThrow(
    'The port tcp://[::1]:9000 cannot be used: no connection within 1 ms.',
  );
  expect(silent.destroyed).toBe(true);
});
