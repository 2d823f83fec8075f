/**
 * The EF01 packet of Synochip, ZhianTec (ZFM) and GROW modules. All integers are big-endian.
 *
 *   0    2         6    7     9              9+LEN−2
 *   ┌────┬─────────┬────┬─────┬──────────────┬──────────┐
 *   │EF01│ address │kind│ LEN │ content      │ checksum │   LEN = content + 2
 *   └────┴─────────┴────┴─────┴──────────────┴──────────┘
 *                  └──── summed, mod 65536 ──┘
 *
 * Sources: ZFM-20 manual (2010), GROW R503 manual V1.2.1, M5Unit-Fingerprint2 protocol V1.0.
 */
export interface Packet {
  readonly kind: PacketKind;
  readonly address: number;
  /** 1 … 256 bytes. Commands begin with the opcode, acks with the confirmation code. */
  readonly content: Uint8Array;
}

export type PacketKind = 'command' | 'data' | 'ack' | 'last-data';

/** The address that every module has until someone changes it. */
export const defaultAddress = 0xffff_ffff;

const kindCodes: Record<PacketKind, number> = { command: 0x01, data: 0x02, ack: 0x07, 'last-data': 0x08 };
const kindsByCode = new Map(Object.entries(kindCodes).map(([kind, code]) => [code, kind as PacketKind]));
const headerSizeBytes = 9;
const sumSizeBytes = 2;

export function encodePacket(packet: Packet): Buffer {
  const { kind, address, content } = packet;
  if (content.length < 1 || content.length > 256)
    throw new RangeError('an EF01 packet carries 1 to 256 bytes');
  const bytes = Buffer.alloc(headerSizeBytes + content.length + sumSizeBytes);
  bytes.writeUInt16BE(0xef01, 0);
  bytes.writeUInt32BE(address, 2);
  bytes.writeUInt8(kindCodes[kind], 6);
  bytes.writeUInt16BE(content.length + sumSizeBytes, 7);
  bytes.set(content, headerSizeBytes);
  bytes.writeUInt16BE(checksum(bytes), headerSizeBytes + content.length);
  return bytes;
}

/** Cuts a stream of bytes into packets: skips noise, checks every sum, finds its feet again after damage. */
export class PacketParser {
  readonly #address: number;
  #held: Buffer = Buffer.alloc(0);

  /** Packets of other addresses are taken for noise. */
  constructor(address: number) {
    this.#address = address;
  }

  /** Takes the next bytes, however they were cut, and returns the packets that they complete. */
  push(bytes: Uint8Array): Packet[] {
    this.#held = Buffer.concat([this.#held, bytes]);
    const packets: Packet[] = [];
    for (;;) {
      const found = readNext(this.#held, this.#address);
      this.#held = this.#held.subarray(found.usedBytes);
      if (found.kind === 'incomplete') return packets;
      if (found.kind === 'packet') packets.push(found.packet);
    }
  }

  /** Forgets what was begun. A false header would otherwise swallow the answer to the next command. */
  reset(): void {
    this.#held = Buffer.alloc(0);
  }
}

type Found =
  | { readonly kind: 'packet'; readonly usedBytes: number; readonly packet: Packet }
  | { readonly kind: 'noise' | 'incomplete'; readonly usedBytes: number };

function readNext(held: Buffer, address: number): Found {
  const start = held.indexOf('ef01', 0, 'hex');
  if (start < 0) return { kind: 'incomplete', usedBytes: held.length - (held.at(-1) === 0xef ? 1 : 0) };
  const bytes = held.subarray(start);
  if (bytes.length < headerSizeBytes) return { kind: 'incomplete', usedBytes: start };

  const noise: Found = { kind: 'noise', usedBytes: start + 1 };
  const kind = kindsByCode.get(bytes.readUInt8(6));
  const length = bytes.readUInt16BE(7);
  if (bytes.readUInt32BE(2) !== address || !kind || length < 3 || length > 258) return noise;

  const sizeBytes = headerSizeBytes + length;
  if (bytes.length < sizeBytes) return { kind: 'incomplete', usedBytes: start };
  const whole = bytes.subarray(0, sizeBytes);
  if (checksum(whole) !== whole.readUInt16BE(sizeBytes - sumSizeBytes)) return noise;
  const content = Uint8Array.from(whole.subarray(headerSizeBytes, -sumSizeBytes));
  return { kind: 'packet', usedBytes: start + sizeBytes, packet: { kind, address, content } };
}

function checksum(packet: Buffer): number {
  let sum = 0;
  for (const byte of packet.subarray(6, -sumSizeBytes)) sum += byte;
  return sum & 0xffff;
}
