import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import {
  parseReaderAddress,
  refuseSimulated,
} from '../../../device-drivers/byte-port/parse-reader-address.ts';
import { createSimulatedPortPair } from '../../../device-drivers/byte-port/simulated.ts';
import { openPseudoTerminals } from './pseudo-terminal.ts';
import { untilGone } from './read-bytes.ts';

const real = { allowSimulated: false };

test.each([
  '/dev/ttyUSB0',
  '/dev/serial/by-path/pci-0:1:1.0',
  'COM3',
  '\\\\.\\COM12',
  'com4',
  ' /dev/ttyS1 ',
])('%j is a serial line', (address) => expect(parseReaderAddress(address, real)).toBeTypeOf('function'));

test.each([
  'tcp://10.0.0.5:9000',
  'tcp://reader.local:1',
  'tcp://[::1]:65535',
  'hid://0453:9005',
  'hid://1A86:e',
])('%j is an address', (address) => expect(parseReaderAddress(address, real)).toBeTypeOf('function'));

test.each([
  '',
  'ttyUSB0',
  'COM',
  'COM1234',
  '/',
  'tcp://host',
  'tcp://host:0',
  'tcp://host:65536',
  'tcp://:9000',
  'tcp://host:90/x',
  'tcp://a b:90',
  'http://host:90',
  'hid://0453',
  'hid://04530:9005',
  'hid://xyz:9005',
  'usb',
])('%j is none, and says what would be', (address) => {
  expect(() => parseReaderAddress(address, real)).toThrow(
    expect.objectContaining({
      code: 'invalid_input',
      message: expect.stringContaining('/dev/ttyUSB0'),
      zh: expect.stringContaining('不是指纹仪地址'),
    }),
  );
});

test('refuses a pseudo-terminal in real use, and opens it where simulation is allowed', async () => {
  const terminals = await openPseudoTerminals();
  await expect(parseReaderAddress(terminals.driverPath, real)()).rejects.toMatchObject({
    code: 'simulated_device_refused',
    message: expect.stringContaining(terminals.driverPath),
    zh: expect.stringContaining('模拟设备'),
  });
  const port = await parseReaderAddress(terminals.driverPath, { allowSimulated: true })();
  expect(port.simulated).toBe(true);
  await port.close();
  await terminals.end();
});

test('refuses a sensor in software, and closes what it had opened', async () => {
  const { driverEnd } = createSimulatedPortPair('simulated reader');
  await expect(refuseSimulated(async () => driverEnd)()).rejects.toMatchObject({
    code: 'simulated_device_refused',
  });
  await untilGone(driverEnd);
});

test('a TCP address connects', async () => {
  const server = createServer((socket) => socket.end());
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const opened = await parseReaderAddress(`tcp://127.0.0.1:${port}`, real)();
  await untilGone(opened);
  server.close();
});
