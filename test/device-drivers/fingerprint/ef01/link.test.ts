import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BytePort } from '../../../../device-drivers/byte-port/byte-port.ts';
import { createSimulatedPortPair } from '../../../../device-drivers/byte-port/simulated.ts';
import { getImage, mergeTemplate, search } from '../../../../device-drivers/fingerprint/ef01/commands.ts';
import { Ef01Link } from '../../../../device-drivers/fingerprint/ef01/link.ts';
import {
  defaultAddress,
  encodePacket,
  type PacketKind,
} from '../../../../device-drivers/fingerprint/ef01/packet.ts';
import { createLog } from '../../../../sync/base/log.ts';

const log = createLog('kiosk', 'silent');
let link: Ef01Link;
let device: BytePort;
let heard: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const pair = createSimulatedPortPair('reader');
  device = pair.deviceEnd;
  heard = 0;
  device.onData(() => heard++);
  link = new Ef01Link(pair.driverEnd, { address: defaultAddress, quietMs: 300, log });
});
afterEach(() => {
  vi.useRealTimers();
});

function frame(content: number[], kind: PacketKind = 'ack'): Buffer {
  return encodePacket({ kind, address: defaultAddress, content: Uint8Array.from(content) });
}

/** Lets time pass until the device has heard `count` commands. */
async function untilHeard(count: number): Promise<void> {
  while (heard < count) await vi.advanceTimersByTimeAsync(10);
}

test('leaves the line quiet at first, then sends and resolves with the answer', async () => {
  const answer = link.run(getImage());
  await vi.advanceTimersByTimeAsync(299);
  expect(heard).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(heard).toBe(1);
  await device.write(frame([0x02]));
  expect(await answer).toBe(0x02);
});

test('an answer that comes in single bytes, behind the greeting byte 0x55 and beside data, is understood', async () => {
  const answer = link.run(getImage());
  await untilHeard(1);
  const bytes = [0x55, ...frame([1, 2, 3], 'data'), ...frame([0x00])];
  for (const byte of bytes) await device.write(Uint8Array.of(byte));
  expect(await answer).toBe(0x00);
});

test('asks a second time when the answer is lost, and gives up after that', async () => {
  const failed = expect(link.run(getImage())).rejects.toMatchObject({
    code: 'device_timeout',
    message: 'The fingerprint reader at reader did not answer GenImg within 1000 ms.',
    zh: expect.stringContaining('指纹仪没有应答'),
  });
  await vi.advanceTimersByTimeAsync(300 + 1_000 + 300 + 1_000);
  await failed;
  expect(heard).toBe(2);
});

test('a late answer is not taken for the next one', async () => {
  const answer = link.run(search(1, 200));
  await untilHeard(1);
  await vi.advanceTimersByTimeAsync(3_000 + 200);
  await device.write(frame([0x00, 0, 5, 0, 172])); // the first answer, within the quiet time
  await untilHeard(2);
  await device.write(frame([0x09, 0, 0, 0, 0]));
  expect(await answer).toEqual({ kind: 'none' });
});

test('asks again when the module heard nonsense', async () => {
  const answer = link.run(getImage());
  await untilHeard(1);
  await device.write(frame([0x01]));
  await untilHeard(2);
  await device.write(frame([0x00]));
  expect(await answer).toBe(0x00);
});

test('a damaged answer counts as none', async () => {
  const answer = link.run(getImage());
  await untilHeard(1);
  const damaged = frame([0x00]);
  damaged.writeUInt8(0x01, 9);
  await device.write(damaged);
  await untilHeard(2);
  await device.write(frame([0x02]));
  expect(await answer).toBe(0x02);
});

test('the beginning of a long packet does not swallow the next answer', async () => {
  const answer = link.run(getImage());
  await untilHeard(1);
  await device.write(Buffer.from('ef01ffffffff070100', 'hex'));
  await untilHeard(2);
  await device.write(frame([0x02]));
  expect(await answer).toBe(0x02);
});

test('what is not repeatable is sent once', async () => {
  const failed = expect(link.run(mergeTemplate())).rejects.toMatchObject({ code: 'device_timeout' });
  await vi.advanceTimersByTimeAsync(10_000);
  await failed;
  expect(heard).toBe(1);
});

test('a port that goes away fails the command in flight and all that follow', async () => {
  const answer = expect(link.run(getImage())).rejects.toMatchObject({ code: 'device_unavailable' });
  await untilHeard(1);
  await device.close();
  await answer;
  await expect(link.run(getImage())).rejects.toMatchObject({ code: 'device_unavailable' });
});

test('two commands at once are a mistake of ours', async () => {
  const first = link.run(getImage());
  await untilHeard(1);
  await expect(link.run(getImage())).rejects.toMatchObject({ code: 'internal' });
  await device.write(frame([0x00]));
  await first;
});
