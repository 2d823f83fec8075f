const mostBytes = 1_400;
const videoType = 96;
const soundType = 97;

/** One RTP stream of a camera (RFC 3550), sent inside the RTSP connection (RFC 2326, 10.12). */
export class RtpStream {
  readonly #channel: number;
  readonly #type: number;
  #sequence = 0;

  constructor(channel: number, kind: 'video' | 'sound') {
    this.#channel = channel;
    this.#type = kind === 'video' ? videoType : soundType;
  }

  /** RFC 6184 (H.264) and RFC 7798 (H.265): a unit whole where it fits, else in fragments. */
  picture(units: readonly Buffer[], timestamp: number, codec: 'h264' | 'hevc'): Buffer {
    const parts = units.flatMap((unit) => (unit.length <= mostBytes ? [unit] : fragmentsOf(unit, codec)));
    return Buffer.concat(
      parts.map((part, index) => this.#packet(part, timestamp, index === parts.length - 1)),
    );
  }

  /** RFC 3640, AAC-hbr: one access unit with 13 bits of length and 3 of index. */
  sound(frame: Buffer, timestamp: number): Buffer {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(16, 0);
    head.writeUInt16BE(frame.length << 3, 2);
    return this.#packet(Buffer.concat([head, frame]), timestamp, true);
  }

  #packet(payload: Buffer, timestamp: number, isLast: boolean): Buffer {
    const head = Buffer.alloc(16);
    head.write('$', 0, 'latin1');
    head.writeUInt8(this.#channel, 1);
    head.writeUInt16BE(12 + payload.length, 2);
    head.writeUInt8(0x80, 4);
    head.writeUInt8((isLast ? 0x80 : 0) | this.#type, 5);
    head.writeUInt16BE(this.#sequence, 6);
    head.writeUInt32BE(timestamp % 2 ** 32, 8);
    head.writeUInt32BE(0x4b51 + this.#type, 12);
    this.#sequence = (this.#sequence + 1) % 65_536;
    return Buffer.concat([head, payload]);
  }
}

function fragmentsOf(unit: Buffer, codec: 'h264' | 'hevc'): Buffer[] {
  const headBytes = codec === 'h264' ? 1 : 2;
  const first = unit[0] ?? 0;
  const type = codec === 'h264' ? first & 0x1f : (first >> 1) & 0x3f;
  const indicator =
    codec === 'h264'
      ? Buffer.from([(first & 0xe0) | 28])
      : Buffer.from([(first & 0x81) | (49 << 1), unit[1] ?? 1]);
  const parts: Buffer[] = [];
  for (let at = headBytes; at < unit.length; at += mostBytes) {
    const start = at === headBytes ? 0x80 : 0;
    const end = at + mostBytes >= unit.length ? 0x40 : 0;
    parts.push(
      Buffer.concat([indicator, Buffer.from([start | end | type]), unit.subarray(at, at + mostBytes)]),
    );
  }
  return parts;
}
