import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { BytePort } from '../../../../device-drivers/byte-port/byte-port.ts';
import { createSimulatedPortPair } from '../../../../device-drivers/byte-port/simulated.ts';
import {
  defaultAddress,
  encodePacket,
  PacketParser,
} from '../../../../device-drivers/fingerprint/ef01/packet.ts';
import { openSession, type ProbeOptions } from '../../../../device-drivers/fingerprint/ef01/probe.ts';
import { SimulatedSensor } from '../../../../device-drivers/fingerprint/ef01/simulated-sensor.ts';
import { createLog } from '../../../../sync/base/log.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Opens a session while a minute passes. */
async function probe(port: BytePort, options: Partial<ProbeOptions> = {}) {
  const log = createLog('kiosk', 'silent');
  const opening = openSession(port, { address: defaultAddress, password: 0, quietMs: 300, log, ...options });
  const [outcome] = await Promise.all([opening.catch((cause) => cause), vi.advanceTimersByTimeAsync(60_000)]);
  return outcome;
}

test.each([
  ['grow', [0x13, 0x0f, 0x40, 0x1d, 0x1f]],
  ['synochip', [0x13, 0x0f, 0x40, 0x35, 0x1d, 0x1f]],
  ['base', [0x13, 0x0f, 0x40, 0x35, 0x1d, 0x1f]],
] as const)('recognises the %s dialect, sending nothing that could do harm', async (dialect, order) => {
  const sensor = new SimulatedSensor({ dialect, capacity: 120 });
  const opcodes = new Set<number>();
  sensor.onCommand((opcode) => opcodes.add(opcode));
  expect(await probe(await sensor.openPort())).toMatchObject({ dialect, capacity: 120, baud: undefined });
  expect([...opcodes]).toEqual(order);
});

test('looks for the rate of a serial line, beginning with the one that worked last time', async () => {
  const line = await lineAt(19_200);
  expect(await probe(line.port, { firstBaud: 38_400 })).toMatchObject({ baud: 19_200, dialect: 'synochip' });
  expect(line.asked).toEqual([38_400, 57_600, 115_200, 9_600, 19_200]);
});

test('says that nothing answers when no rate was right', async () => {
  const line = await lineAt(4_800);
  expect(await probe(line.port)).toMatchObject({ code: 'device_timeout', retryable: true });
  expect(line.asked).toEqual([57_600, 115_200, 9_600, 19_200, 38_400, 28_800]);
});

test('says that the module is locked', async () => {
  const port = answering({ 19: [0x13] });
  expect(await probe(port)).toMatchObject({ code: 'unauthorised', zh: expect.stringContaining('口令') });
});

test.each([
  ['another address', { address: 0xffff_fffe }],
  ['no capacity', { capacity: 0 }],
  ['a capacity beyond the index', { capacity: 1_025 }],
  ['a packet size that is none', { packetSizeCode: 4 }],
  ['a rate that is none', { baudFactor: 13 }],
])('does not believe parameters with %s', async (_, wrong) => {
  const port = answering({ 19: [0], 15: parameters(wrong) });
  expect(await probe(port)).toMatchObject({
    code: 'device_protocol',
    message: expect.stringContaining('no sense'),
  });
});

/** A sensor behind a line that carries bytes only at the sensor's rate, and cannot make 115 200 at all. */
async function lineAt(sensorBaud: number): Promise<{ port: BytePort; asked: number[] }> {
  const port = await new SimulatedSensor().openPort();
  const asked: number[] = [];
  const setBaud = async (baud: number) => {
    asked.push(baud);
    if (baud === 115_200) throw new Error('this adapter cannot');
  };
  const write = async (bytes: Uint8Array) => {
    if (asked.at(-1) === sensorBaud) await port.write(bytes);
  };
  return { port: { ...port, setBaud, write }, asked };
}

/** A device that gives fixed answers by opcode. */
function answering(answers: Record<number, readonly number[]>): BytePort {
  const { driverEnd, deviceEnd } = createSimulatedPortPair('fixed');
  const parser = new PacketParser(defaultAddress);
  deviceEnd.onData((bytes) => {
    for (const { content } of parser.push(bytes)) {
      const answer = answers[content[0] ?? -1] ?? [0x01];
      void deviceEnd.write(
        encodePacket({ kind: 'ack', address: defaultAddress, content: Uint8Array.from(answer) }),
      );
    }
  });
  return driverEnd;
}

/** An answer to ReadSysPara that is right except where told. */
function parameters(wrong: Record<string, number>): number[] {
  const right = { address: 0xffff_ffff, capacity: 200, packetSizeCode: 2, baudFactor: 6 };
  const { address, capacity, packetSizeCode, baudFactor } = { ...right, ...wrong };
  const data = Buffer.alloc(16);
  data.writeUInt16BE(capacity, 4);
  data.writeUInt32BE(address, 8);
  data.writeUInt16BE(packetSizeCode, 12);
  data.writeUInt16BE(baudFactor, 14);
  return [0x00, ...data];
}
