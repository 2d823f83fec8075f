import { getEventListeners, once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { whyUnreachable } from '../../../device-drivers/camera/reach.ts';

const timeoutMs = 2_000;
const rtsp = (port: number) => ({ kind: 'rtsp', url: `rtsp://admin:s3cret@127.0.0.1:${port}/cam` }) as const;

it('is no question of a camera that listens', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { signal } = new AbortController();
  expect(await whyUnreachable(rtsp(port), { timeoutMs, signal })).toBeUndefined();
  server.close();
});

it('says what does not answer, without its credentials', async () => {
  const { signal } = new AbortController();
  const why = await whyUnreachable(rtsp(1), { timeoutMs, signal });
  expect(why).toBe('camera rtsp://***@127.0.0.1:1/cam: nobody answers at port 1');
  const device = { kind: 'device', api: 'v4l2', video: '/dev/video99' } as const;
  expect(await whyUnreachable(device, { timeoutMs, signal })).toContain('/dev/video99');
});

it('leaves nothing behind, however often an absent camera is looked for', async () => {
  const { signal } = new AbortController();
  for (let tries = 0; tries < 20; tries += 1) await whyUnreachable(rtsp(1), { timeoutMs, signal });
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('gives up at once when the camera is closed', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await whyUnreachable(rtsp(port), { timeoutMs, signal: AbortSignal.abort() })).toContain(
    'nobody answers',
  );
  server.close();
});
