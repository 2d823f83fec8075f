import { expect, test } from 'vitest';
import { createSimulatedPortPair } from '../../../device-drivers/byte-port/simulated.ts';
import { readBytes, untilGone } from './read-bytes.ts';

test('carries bytes both ways', async () => {
  const { driverEnd, deviceEnd } = createSimulatedPortPair('pair');
  const [atDevice, atDriver] = [readBytes(deviceEnd, 3), readBytes(driverEnd, 2)];
  await driverEnd.write(Uint8Array.of(1, 2, 3));
  await deviceEnd.write(Uint8Array.of(4, 5));
  expect([...(await atDevice)]).toEqual([1, 2, 3]);
  expect([...(await atDriver)]).toEqual([4, 5]);
});

test('what was written stays as it was when the writer reuses its buffer', async () => {
  const { driverEnd, deviceEnd } = createSimulatedPortPair('pair');
  const arrived = readBytes(deviceEnd, 1);
  const buffer = Uint8Array.of(7);
  const written = driverEnd.write(buffer);
  buffer[0] = 9;
  await written;
  expect([...(await arrived)]).toEqual([7]);
});

test('closing one end ends both, once, and tells those who ask late', async () => {
  const { driverEnd, deviceEnd } = createSimulatedPortPair('pair');
  let times = 0;
  driverEnd.onClose(() => times++);
  await deviceEnd.close();
  await driverEnd.close();
  expect(times).toBe(1);
  expect((await untilGone(driverEnd))?.message).toContain('other end');
  expect(await untilGone(deviceEnd)).toBeUndefined();
});

test('writing to a closed end is refused', async () => {
  const { driverEnd } = createSimulatedPortPair('pair');
  await driverEnd.close();
  await expect(driverEnd.write(Uint8Array.of(1))).rejects.toMatchObject({
    code: 'device_unavailable',
    retryable: true,
  });
});
