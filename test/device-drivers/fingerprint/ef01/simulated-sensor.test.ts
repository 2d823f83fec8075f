import { expect, test } from 'vitest';
import { createSimulatedPortPair } from '../../../../device-drivers/byte-port/simulated.ts';
import {
  defaultAddress,
  encodePacket,
  PacketParser,
} from '../../../../device-drivers/fingerprint/ef01/packet.ts';
import type { SensorSnapshot } from '../../../../device-drivers/fingerprint/ef01/simulated-firmware.ts';
import {
  SimulatedSensor,
  type SimulatedSensorOptions,
} from '../../../../device-drivers/fingerprint/ef01/simulated-sensor.ts';

const noDelays = { imageMs: 0, extractMs: 0, searchMs: 0, storeMs: 0 };

/** A sensor and a function that sends content and resolves with the content of the answer. */
function talkTo(options: SimulatedSensorOptions = {}) {
  const sensor = new SimulatedSensor({ delays: noDelays, ...options });
  const { driverEnd, deviceEnd } = createSimulatedPortPair('sensor');
  sensor.attach(deviceEnd);
  const parser = new PacketParser(defaultAddress);
  let answered: (content: number[]) => void = () => undefined;
  driverEnd.onData((bytes) => {
    for (const { content } of parser.push(bytes)) answered([...content]);
  });
  const ask = (...content: number[]): Promise<number[]> =>
    new Promise((resolve) => {
      answered = resolve;
      const packet = { kind: 'command', address: defaultAddress, content: Uint8Array.from(content) } as const;
      void driverEnd.write(encodePacket(packet));
    });
  return { sensor, ask };
}

test('walks through enrolling and searching as the manuals tell', async () => {
  const { sensor, ask } = talkTo();
  expect(await ask(0x01)).toEqual([0x02]);
  expect(await ask(0x02, 1)).toEqual([0x15]);
  for (const buffer of [1, 2]) {
    sensor.pressFinger('wang-right');
    expect(await ask(0x01)).toEqual([0x00]);
    expect(await ask(0x02, buffer)).toEqual([0x00]);
  }
  const [matched, high = 0, low = 0] = await ask(0x03);
  expect([matched, high * 256 + low > 100]).toEqual([0x00, true]);
  expect(await ask(0x04, 1, 0, 0, 0, 200)).toEqual([0x09, 0, 0, 0, 0]);
  expect(await ask(0x05)).toEqual([0x00]);
  expect(await ask(0x06, 1, 0, 200)).toEqual([0x0b]);
  expect(await ask(0x06, 1, 0, 33)).toEqual([0x00]);
  expect(await ask(0x1d)).toEqual([0x00, 0, 1]);
  expect((await ask(0x1f, 0)).slice(1, 7)).toEqual([0, 0, 0, 0, 0b10, 0]);
  await ask(0x01);
  await ask(0x02, 1);
  expect((await ask(0x04, 1, 0, 0, 0, 200)).slice(0, 3)).toEqual([0x00, 0, 33]);
  expect((await ask(0x04, 1, 0, 0, 0, 33))[0]).toBe(0x09);
  expect(await ask(0x0d)).toEqual([0x00]);
  expect(await ask(0x1d)).toEqual([0x00, 0, 0]);
});

test('refuses what it cannot understand, a wrong password, and a buffer that it lacks', async () => {
  const { sensor, ask } = talkTo({ dialect: 'base' });
  expect(await ask(0x04, 1)).toEqual([0x01]);
  expect(await ask(0x13, 0, 0, 0, 1)).toEqual([0x13]);
  sensor.pressFinger('wang-right');
  await ask(0x01);
  expect(await ask(0x02, 3)).toEqual([0x0b]);
});

test('opcode 35 is a handshake to Synochip, and never one to GROW', async () => {
  expect(await talkTo({ dialect: 'synochip' }).ask(0x35)).toEqual([0x00]);
  expect(await talkTo({ dialect: 'synochip' }).ask(0x40)).toEqual([0x01]);
  expect(await talkTo({ dialect: 'grow' }).ask(0x35)).toEqual([0xfc]);
  expect(await talkTo({ dialect: 'grow' }).ask(0x40)).toEqual([0x00]);
});

test('the same presses give the same scores in any run', async () => {
  const scores = async () => {
    const { sensor, ask } = talkTo();
    for (const buffer of [1, 2]) {
      sensor.pressFinger('wang-right');
      await ask(0x01);
      await ask(0x02, buffer);
    }
    return ask(0x03);
  };
  expect(await scores()).toEqual(await scores());
});

test('tells of every change of its library, so that someone can keep it', async () => {
  const snapshot: SensorSnapshot = { templates: [{ slot: 3, features: [1, 2, 3] }] };
  const { sensor, ask } = talkTo({ snapshot });
  const changes: SensorSnapshot[] = [];
  sensor.onLibraryChange((library) => changes.push(library));
  expect(sensor.snapshot()).toEqual(snapshot);
  await ask(0x1d);
  await ask(0x0c, 0, 3, 0, 1);
  expect(changes).toEqual([{ templates: [] }]);
});

test('forgets image and buffers when its power is cut, but not its library', async () => {
  const { sensor, ask } = talkTo({ snapshot: { templates: [{ slot: 3, features: [1] }] } });
  sensor.pressFinger('wang-right');
  await ask(0x01);
  sensor.plug();
  expect(await ask(0x02, 1)).toEqual([0x15]);
  expect(await ask(0x1d)).toEqual([0x00, 0, 1]);
});

test('cannot be opened while it is unplugged', async () => {
  const sensor = new SimulatedSensor();
  await sensor.unplug();
  await expect(sensor.openPort()).rejects.toMatchObject({ code: 'device_unavailable' });
  sensor.plug();
  expect((await sensor.openPort()).simulated).toBe(true);
});
