import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  defaultAddress,
  encodePacket,
  type Packet,
  type PacketKind,
  PacketParser,
} from '../../../../device-drivers/fingerprint/ef01/packet.ts';

const kinds: PacketKind[] = ['command', 'data', 'ack', 'last-data'];
const anyContent = fc.uint8Array({ minLength: 1, maxLength: 256 });
const anyPacket: fc.Arbitrary<Packet> = fc.record({
  kind: fc.constantFrom(...kinds),
  address: fc.constant(defaultAddress),
  content: anyContent,
});
/** Bytes that cannot begin a packet, 0x55 among them. */
const noise = fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes.filter((byte) => byte !== 0xef));

function parse(...chunks: Uint8Array[]): Packet[] {
  const parser = new PacketParser(defaultAddress);
  return chunks.flatMap((chunk) => parser.push(chunk));
}

/** Cuts at the given places, each taken modulo the length. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((end, i) => bytes.subarray(edges[i], end));
}

describe('any packets', () => {
  test('come out as they went in, however the stream is cut and whatever noise stands between them', () => {
    const stream = fc.array(fc.tuple(noise, anyPacket), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 30 }), (parts, places) => {
        const bytes = Buffer.concat(parts.flatMap(([before, packet]) => [before, encodePacket(packet)]));
        expect(parse(...cut(bytes, places))).toEqual(parts.map(([, packet]) => packet));
      }),
    );
  });

  test('are never accepted when one byte was changed', () => {
    fc.assert(
      fc.property(anyPacket, fc.nat(), fc.integer({ min: 1, max: 255 }), (packet, place, change) => {
        const bytes = encodePacket(packet);
        const at = place % bytes.length;
        bytes.writeUInt8(bytes.readUInt8(at) ^ change, at);
        expect(parse(bytes)).toEqual([]);
      }),
    );
  });

  test('are found again after a damaged one', () => {
    fc.assert(
      fc.property(anyPacket, fc.nat(), anyPacket, (damaged, place, whole) => {
        const bytes = encodePacket(damaged);
        const at = 9 + (place % (bytes.length - 9)); // content or sum: its length still tells the truth
        bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
        expect(parse(bytes, encodePacket(whole))).toEqual([whole]);
      }),
    );
  });

  test('are found again behind any garbage, once more bytes came than a packet can be long', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), anyPacket, (garbage, packet) => {
        const found = parse(garbage, Buffer.alloc(300), encodePacket(packet));
        expect(found.at(-1)).toEqual(packet);
      }),
    );
  });
});

test('EF 01 inside the content does not split a packet, not even a whole packet there', () => {
  const inner = encodePacket({ kind: 'ack', address: defaultAddress, content: Uint8Array.of(0) });
  const outer: Packet = {
    kind: 'data',
    address: defaultAddress,
    content: Uint8Array.from([0xef, 0x01, ...inner]),
  };
  expect(parse(encodePacket(outer))).toEqual([outer]);
});

test('packets for another address are noise', () => {
  const other = encodePacket({ kind: 'ack', address: 0x0102_0304, content: Uint8Array.of(0) });
  expect(parse(other)).toEqual([]);
  expect(new PacketParser(0x0102_0304).push(other)).toHaveLength(1);
});

test.each([0, 2, 259, 0xffff])('a length of %i is refused at once', (length) => {
  const bad = encodePacket({ kind: 'ack', address: defaultAddress, content: Uint8Array.of(0) });
  bad.writeUInt16BE(length, 7);
  const good = encodePacket({ kind: 'ack', address: defaultAddress, content: Uint8Array.of(2) });
  expect(parse(bad, good).map(({ content }) => [...content])).toEqual([[2]]);
});

test('an unknown kind is refused', () => {
  const bad = encodePacket({ kind: 'ack', address: defaultAddress, content: Uint8Array.of(0) });
  bad.writeUInt8(0x03, 6);
  bad.writeUInt16BE(0x03 + 0x03, 10);
  expect(parse(bad)).toEqual([]);
});

test('reset forgets a begun packet that would swallow the next', () => {
  const parser = new PacketParser(defaultAddress);
  const whole = encodePacket({ kind: 'ack', address: defaultAddress, content: Uint8Array.of(0) });
  parser.push(Buffer.from('ef01ffffffff070100', 'hex'));
  expect(parser.push(whole)).toEqual([]);
  parser.reset();
  expect(parser.push(whole)).toHaveLength(1);
});

test.each([0, 257])('content of %i bytes cannot be sent', (sizeBytes) => {
  const content = new Uint8Array(sizeBytes);
  expect(() => encodePacket({ kind: 'data', address: defaultAddress, content })).toThrow(RangeError);
});
