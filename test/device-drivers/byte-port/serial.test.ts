import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSerial } from '../../../device-drivers/byte-port/serial.ts';
import { openPseudoTerminals, type PseudoTerminalPair } from './pseudo-terminal.ts';
import { readBytes, untilGone } from './read-bytes.ts';

let terminals: PseudoTerminalPair;
beforeEach(async () => {
  terminals = await openPseudoTerminals();
});
afterEach(() => terminals.end());

test('carries every byte value both ways through a real terminal', async () => {
  const driver = await openSerial(terminals.driverPath, 57_600);
  const device = await openSerial(terminals.devicePath, 57_600);
  const all = Uint8Array.from({ length: 256 }, (_, i) => i);
  const [atDevice, atDriver] = [readBytes(device, 256), readBytes(driver, 256)];
  await driver.write(all);
  await device.write(all);
  expect(Uint8Array.from(await atDevice)).toEqual(all);
  expect(Uint8Array.from(await atDriver)).toEqual(all);
  await driver.close();
  await device.close();
});

test('sees through the link that it is a pseudo-terminal', async () => {
  const port = await openSerial(terminals.driverPath, 57_600);
  expect(port).toMatchObject({ name: terminals.driverPath, simulated: true });
  await port.close();
});

test('changes the rate of the open line', async () => {
  const port = await openSerial(terminals.driverPath, 57_600);
  await expect(port.setBaud?.(115_200)).resolves.toBeUndefined();
  await port.close();
});

test('says so when it is closed', async () => {
  const port = await openSerial(terminals.driverPath, 57_600);
  const gone = untilGone(port);
  await port.close();
  expect(await gone).toBeUndefined();
  await port.close();
  await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'device_unavailable' });
});

test('is gone at the first write after the cable was pulled', async () => {
  const port = await openSerial(terminals.driverPath, 57_600);
  const gone = untilGone(port);
  await terminals.end();
  await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'device_unavailable' });
  expect(await gone).toBeInstanceOf(Error);
});

test('a line that is not there is unavailable', async () => {
  const opening = openSerial(`${terminals.driverPath}-missing`, 57_600);
  await expect(opening).rejects.toMatchObject({
    code: 'device_unavailable',
    zh: expect.stringContaining('端口'),
  });
});
