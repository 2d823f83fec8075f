import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { parseReaderAddress } from '../../../../device-drivers/byte-port/parse-reader-address.ts';
import { openSerial } from '../../../../device-drivers/byte-port/serial.ts';
import { socketPort } from '../../../../device-drivers/byte-port/tcp.ts';
import { openPseudoTerminals } from '../../byte-port/pseudo-terminal.ts';
import { ReaderRig } from './reader-rig.ts';

const allowed = { allowSimulated: true };

test('over a real serial line between two pseudo-terminals: enrol, match, lose the line', async () => {
  const terminals = await openPseudoTerminals();
  const rig = new ReaderRig({}, { openPort: parseReaderAddress(terminals.driverPath, allowed), quietMs: 50 });
  rig.sensor.attach(await openSerial(terminals.devicePath, 57_600));
  await rig.begin();
  expect(rig.reader.info).toEqual({ dialect: 'synochip', capacity: 200, simulated: true });
  expect(await rig.enrol(9, ['wang-right'])).toEqual({ kind: 'enrolled', slot: 9 });
  expect(await rig.touch('wang-right')).toMatchObject({ kind: 'matched', slot: 9 });

  await terminals.end();
  expect((await rig.untilState('out-of-order')).detail).toContain('cannot be used');
  await rig.reader.close();
  await rig.sensor.unplug();
});

test('a pseudo-terminal is refused where simulated devices are not allowed', async () => {
  const terminals = await openPseudoTerminals();
  const openPort = parseReaderAddress(terminals.driverPath, { allowSimulated: false });
  const rig = new ReaderRig({}, { openPort });
  rig.reader.start();
  expect((await rig.untilState('out-of-order')).detail).toContain('simulated devices are not allowed');
  await rig.reader.close();
  await terminals.end();
});

test('over TCP, through a hang-up', async () => {
  const server = createServer((socket) => rig.sensor.attach(socketPort('device', socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rig = new ReaderRig({ dialect: 'grow' }, { openPort: parseReaderAddress(address, allowed) });
  await rig.begin();
  expect(rig.reader.info).toEqual({ dialect: 'grow', capacity: 200, simulated: false });
  await rig.enrol(1, ['wang-right']);
  await rig.sensor.unplug();
  await rig.untilState('out-of-order');
  await rig.untilState('ready');
  expect(await rig.touch('wang-right')).toMatchObject({ kind: 'matched', slot: 1 });
  await rig.reader.close();
  server.close();
});
