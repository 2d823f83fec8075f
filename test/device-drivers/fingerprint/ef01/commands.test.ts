import { describe, expect, test } from 'vitest';
import {
  type Ack,
  type Command,
  countTemplates,
  deleteTemplate,
  extractFeatures,
  getImage,
  growHandshake,
  mergeTemplate,
  readIndexPage,
  readSystemParameters,
  search,
  storeTemplate,
  synochipHandshake,
  verifyPassword,
} from '../../../../device-drivers/fingerprint/ef01/commands.ts';
import {
  defaultAddress,
  encodePacket,
  type PacketKind,
  PacketParser,
} from '../../../../device-drivers/fingerprint/ef01/packet.ts';

function sent(command: Command<unknown>): string {
  return hex(encodePacket({ kind: 'command', address: defaultAddress, content: command.content }));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase().replace(/../g, '$& ').trim();
}

/** Reads one frame through the parser. */
function received(frame: string): { kind: PacketKind; content: number[] } {
  const [packet] = new PacketParser(defaultAddress).push(Buffer.from(frame.replaceAll(' ', ''), 'hex'));
  return { kind: packet!.kind, content: [...packet!.content] };
}

function ackOf(frame: string): Ack {
  const [code = -1, ...data] = received(frame).content;
  return { code, data: Buffer.from(data) };
}

// The worked frames of the manuals (ZFM-20, R503 V1.2.1, M5Unit-Fingerprint2 V1.0).
describe('commands the driver sends', () => {
  test.each([
    ['VfyPwd(0)', verifyPassword(0), 'EF 01 FF FF FF FF 01 00 07 13 00 00 00 00 00 1B'],
    ['GenImg', getImage(), 'EF 01 FF FF FF FF 01 00 03 01 00 05'],
    ['Img2Tz(1)', extractFeatures(1), 'EF 01 FF FF FF FF 01 00 04 02 01 00 08'],
    ['Search(1,0,200)', search(1, 200), 'EF 01 FF FF FF FF 01 00 08 04 01 00 00 00 C8 00 D6'],
    ['ReadSysPara', readSystemParameters(), 'EF 01 FF FF FF FF 01 00 03 0F 00 13'],
    ['Store(1,5)', storeTemplate(1, 5), 'EF 01 FF FF FF FF 01 00 06 06 01 00 05 00 13'],
    ['Delete(5,1)', deleteTemplate(5), 'EF 01 FF FF FF FF 01 00 07 0C 00 05 00 01 00 1A'],
    ['TemplateNum', countTemplates(), 'EF 01 FF FF FF FF 01 00 03 1D 00 21'],
    ['Index page 0', readIndexPage(0), 'EF 01 FF FF FF FF 01 00 04 1F 00 00 24'],
    ['RegModel', mergeTemplate(), 'EF 01 FF FF FF FF 01 00 03 05 00 09'],
    ['HandShake, GROW', growHandshake(), 'EF 01 FF FF FF FF 01 00 03 40 00 44'],
    ['HandShake, Synochip', synochipHandshake(), 'EF 01 FF FF FF FF 01 00 03 35 00 39'],
  ])('%s', (_, command, frame) => expect(sent(command as Command<unknown>)).toBe(frame));

  test('a password is sent high byte first', () => {
    expect(hex(verifyPassword(0xdead_beef).content)).toBe('13 DE AD BE EF');
  });
});

describe('commands the driver does not send, as frames', () => {
  test.each([
    ['UpChar(1)', [0x08, 1], 'EF 01 FF FF FF FF 01 00 04 08 01 00 0E'],
    ['Baud 115200', [0x0e, 4, 12], 'EF 01 FF FF FF FF 01 00 05 0E 04 0C 00 24'],
    ['GROW LED red ×3', [0x35, 2, 0x40, 1, 3], 'EF 01 FF FF FF FF 01 00 07 35 02 40 01 03 00 83'],
    ['Syno LED green', [0x3c, 3, 2, 2, 0], 'EF 01 FF FF FF FF 01 00 07 3C 03 02 02 00 00 4B'],
    ['Syno AutoEnroll 1×4', [0x31, 0, 1, 4, 0, 0], 'EF 01 FF FF FF FF 01 00 08 31 00 01 04 00 00 00 3F'],
    ['Syno AutoIdentify', [0x32, 3, 0xff, 0xff, 0, 0], 'EF 01 FF FF FF FF 01 00 08 32 03 FF FF 00 00 02 3C'],
    ['Cancel', [0x30], 'EF 01 FF FF FF FF 01 00 03 30 00 34'],
  ])('%s', (_, content, frame) => {
    expect(received(frame)).toEqual({ kind: 'command', content });
    const packet = { kind: 'command', address: defaultAddress, content: Uint8Array.from(content) } as const;
    expect(hex(encodePacket(packet))).toBe(frame);
  });

  test.each([
    ['data', [1, 2, 3, 4, 5, 6, 7, 8], 'EF 01 FF FF FF FF 02 00 0A 01 02 03 04 05 06 07 08 00 30'],
    [
      'last-data',
      [9, 10, 11, 12, 13, 14, 15, 16],
      'EF 01 FF FF FF FF 08 00 0A 09 0A 0B 0C 0D 0E 0F 10 00 76',
    ],
  ] as const)('%s', (kind, content, frame) => {
    expect(received(frame)).toEqual({ kind, content });
    expect(hex(encodePacket({ kind, address: defaultAddress, content: Uint8Array.from(content) }))).toBe(
      frame,
    );
  });
});

describe('answers', () => {
  test('ok and no finger', () => {
    expect(verifyPassword(0).decode(ackOf('EF 01 FF FF FF FF 07 00 03 00 00 0A'))).toBe(0x00);
    expect(getImage().decode(ackOf('EF 01 FF FF FF FF 07 00 03 02 00 0C'))).toBe(0x02);
  });

  test('a hit and a miss', () => {
    const hit = ackOf('EF 01 FF FF FF FF 07 00 07 00 00 05 00 AC 00 BF');
    expect(search(1, 200).decode(hit)).toEqual({ kind: 'hit', slot: 5, score: 172 });
    const miss = ackOf('EF 01 FF FF FF FF 07 00 07 09 00 00 00 00 00 17');
    expect(search(1, 200).decode(miss)).toEqual({ kind: 'none' });
  });

  test('system parameters', () => {
    const ack = ackOf('EF 01 FF FF FF FF 07 00 13 00 00 00 00 09 00 C8 00 03 FF FF FF FF 00 02 00 06 04 F2');
    const expected = { capacity: 200, address: 0xffff_ffff, packetSizeCode: 2, baud: 57_600 };
    expect(readSystemParameters().decode(ack)).toEqual(expected);
  });

  test('count and index', () => {
    expect(countTemplates().decode({ code: 0, data: Buffer.of(0x01, 0x02) })).toBe(258);
    const bits = Buffer.alloc(32);
    bits[0] = 0b1000_0001;
    bits[31] = 0b1000_0000;
    expect(readIndexPage(1).decode({ code: 0, data: bits })).toEqual([256, 263, 511]);
  });

  test.each([
    ['too short', { code: 0, data: Buffer.alloc(3) }, /answered with 3 bytes/],
    ['a refusal', { code: 0x18, data: Buffer.alloc(0) }, /Search was refused with 0x18 \(flash error\)/],
    ['an undocumented refusal', { code: 0x77, data: Buffer.alloc(0) }, /0x77 \(undocumented\)/],
  ])('%s cannot mean anything', (_, ack, message) => {
    expect(() => search(1, 200).decode(ack)).toThrow(
      expect.objectContaining({ code: 'device_protocol', message: expect.stringMatching(message) }),
    );
  });

  test('merging is not asked for twice: it would merge the merged', () => {
    expect(mergeTemplate().repeatable).toBe(false);
    expect(storeTemplate(1, 5).repeatable).toBe(true);
  });
});
