import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { type HidAddress, type HidHandle, openHid } from '../../../device-drivers/byte-port/hid.ts';
import { encodePacket, PacketParser } from '../../../device-drivers/fingerprint/ef01/packet.ts';
import { untilGone } from './read-bytes.ts';

class FakeHid extends EventEmitter implements HidHandle {
  readonly written: Buffer[] = [];
  closed = 0;
  async write(report: Buffer): Promise<number> {
    this.written.push(report);
    return report.length;
  }
  async close(): Promise<void> {
    this.closed++;
  }
}

const ids: HidAddress = { vendorId: 0x0453, productId: 0x9005 };

test('cuts writes into numbered reports padded with zeros', async () => {
  const handle = new FakeHid();
  const port = await openHid({ ...ids, reportSizeBytes: 8, reportId: 3 }, async () => handle);
  await port.write(Uint8Array.from({ length: 11 }, (_, i) => i + 1));
  expect(handle.written.map((report) => [...report])).toEqual([
    [3, 1, 2, 3, 4, 5, 6, 7, 8],
    [3, 9, 10, 11, 0, 0, 0, 0, 0],
  ]);
});

test('writes 64-byte reports with id 0 unless told', async () => {
  const handle = new FakeHid();
  const asked: number[] = [];
  const port = await openHid(ids, async (...numbers) => {
    asked.push(...numbers);
    return handle;
  });
  await port.write(Uint8Array.of(0xaa));
  expect(handle.written[0]).toEqual(Buffer.from([0, 0xaa, ...new Array(63).fill(0)]));
  expect(asked).toEqual([0x0453, 0x9005]);
  expect(port.name).toBe('hid://0453:9005');
});

test('packets are read out of padded reports, also one that spans two', async () => {
  const handle = new FakeHid();
  const port = await openHid({ ...ids, reportId: 1 }, async () => handle);
  const parser = new PacketParser(0xffff_ffff);
  const contents: number[][] = [];
  port.onData((bytes) => {
    for (const packet of parser.push(bytes)) contents.push([...packet.content]);
  });
  const long = Uint8Array.from({ length: 100 }, (_, i) => i);
  for (const content of [Uint8Array.of(0), long, Uint8Array.of(2)]) {
    const packet = encodePacket({ kind: 'ack', address: 0xffff_ffff, content });
    for (let at = 0; at < packet.length; at += 64) {
      const report = Buffer.alloc(65);
      report[0] = 1;
      report.set(packet.subarray(at, at + 64), 1);
      handle.emit('data', report);
    }
  }
  expect(contents).toEqual([[0], [...long], [2]]);
});

test('a device that is pulled out ends the port and frees the handle', async () => {
  const handle = new FakeHid();
  const port = await openHid(ids, async () => handle);
  const gone = untilGone(port);
  handle.emit('error', new Error('could not read from HID device'));
  expect((await gone)?.message).toContain('could not read');
  expect(handle.closed).toBe(1);
  await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'device_unavailable' });
});

test('a device that is not there is unavailable', async () => {
  const opening = openHid(ids, async () => Promise.reject(new TypeError('cannot open device')));
  await expect(opening).rejects.toMatchObject({
    code: 'device_unavailable',
    message: expect.stringContaining('0453:9005'),
  });
});

test('through the real node-hid, a device that is not there is unavailable too', async () => {
  await expect(openHid({ vendorId: 0xfffe, productId: 0xfffe })).rejects.toMatchObject({
    code: 'device_unavailable',
  });
});
