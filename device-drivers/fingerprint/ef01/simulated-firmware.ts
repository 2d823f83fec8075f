import { code } from './codes.ts';
import type { Dialect } from './probe.ts';
import { type Features, featuresOf, matchScore, mergeFeatures } from './simulated-finger.ts';

export type FingerQuality = 'good' | 'dry' | 'wet' | 'partial';

/** The finger that lies on the glass. */
export interface Press {
  readonly finger: string;
  readonly quality: FingerQuality;
  /** Counts presses, so that no two captures are quite alike. */
  readonly nth: number;
}

/** The library as JSON, to be kept across restarts. */
export interface SensorSnapshot {
  readonly templates: readonly { readonly slot: number; readonly features: Features }[];
}

export interface FirmwareOptions {
  readonly dialect: Dialect;
  readonly capacity: number;
  readonly snapshot?: SensorSnapshot | undefined;
}

const matchesFrom = 50;

/** What a module computes: content of a command in, content of its ack out. Undefined where it keeps silent. */
export class SimulatedFirmware {
  readonly library: Map<number, Features>;
  press: Press | undefined;
  readonly #options: FirmwareOptions;
  readonly #buffers = new Map<number, Features>();
  #image: Press | undefined;

  constructor(options: FirmwareOptions) {
    this.#options = options;
    this.library = new Map(options.snapshot?.templates.map(({ slot, features }) => [slot, features]));
  }

  answer(content: Buffer): readonly number[] | undefined {
    const [opcode = 0, ...params] = content;
    const known = commonCommands.get(opcode);
    if (!known) return this.#ofDialect(content);
    if (params.length !== known.paramsSizeBytes) return [code.badPacket];
    return known.run(this, content.subarray(1));
  }

  snapshot(): SensorSnapshot {
    return { templates: [...this.library].map(([slot, features]) => ({ slot, features })) };
  }

  /** Power was cut: images and buffers are gone, the library stays. */
  forget(): void {
    this.#image = undefined;
    this.#buffers.clear();
  }

  verifyPassword(password: number): number[] {
    return [password === 0 ? code.ok : code.wrongPassword];
  }

  count(): number[] {
    return [code.ok, ...uint16(this.library.size)];
  }

  getImage(): number[] {
    this.#image = this.press;
    return [this.press ? code.ok : code.noFinger];
  }

  extract(buffer: number): number[] {
    const image = this.#image;
    if (!image) return [code.noValidImage];
    if (image.quality !== 'good') return [this.#complaint(image.quality)];
    if (buffer < 1 || buffer > this.#bufferCount) return [code.slotOutOfRange];
    if (buffer === 1) this.#buffers.clear(); // a first capture begins anew
    this.#buffers.set(buffer, featuresOf(image.finger, image.nth));
    return [code.ok];
  }

  match(): number[] {
    const [a, b] = [this.#buffers.get(1), this.#buffers.get(2)];
    const score = a && b ? matchScore(a, b) : 0;
    return [score >= matchesFrom ? code.ok : code.noMatch, ...uint16(score)];
  }

  search(buffer: number, start: number, count: number): number[] {
    const probe = this.#buffers.get(buffer);
    if (!probe) return [code.noValidImage];
    const best = [...this.library]
      .filter(([slot]) => slot >= start && slot < start + count)
      .map(([slot, template]) => ({ slot, score: matchScore(probe, template) }))
      .reduce((a, b) => (b.score > a.score ? b : a), { slot: 0, score: 0 });
    if (best.score < matchesFrom) return [code.notFound, 0, 0, 0, 0];
    return [code.ok, ...uint16(best.slot), ...uint16(best.score)];
  }

  merge(): number[] {
    const [first, ...others] = [...this.#buffers.values()];
    if (!first || others.length === 0) return [code.mergeFailed];
    if (others.some((other) => matchScore(first, other) < matchesFrom)) return [code.mergeFailed];
    const template = mergeFeatures([first, ...others]);
    this.#buffers.clear();
    this.#buffers.set(1, template).set(2, template);
    return [code.ok];
  }

  store(buffer: number, slot: number): number[] {
    const template = this.#buffers.get(buffer);
    if (!template) return [code.noValidImage];
    if (slot >= this.#options.capacity) return [code.slotOutOfRange];
    this.library.set(slot, template);
    this.#buffers.clear();
    return [code.ok];
  }

  delete(start: number, count: number): number[] {
    if (start + count > this.#options.capacity) return [code.slotOutOfRange];
    for (let slot = start; slot < start + count; slot++) this.library.delete(slot);
    return [code.ok];
  }

  empty(): number[] {
    this.library.clear();
    return [code.ok];
  }

  parameters(): number[] {
    const [systemId, securityLevel, packetSizeCode, baudFactor] = [9, 3, 2, 6];
    const words = [
      0,
      systemId,
      this.#options.capacity,
      securityLevel,
      0xffff,
      0xffff,
      packetSizeCode,
      baudFactor,
    ];
    return [code.ok, ...words.flatMap(uint16)];
  }

  index(page: number): number[] {
    const bits = new Array<number>(32).fill(0);
    for (const slot of this.library.keys()) {
      if (slot >> 8 === page) bits[(slot & 0xff) >> 3]! |= 1 << (slot & 7);
    }
    return [code.ok, ...bits];
  }

  /** Where dialects clash. What a dialect does not know it refuses; the oldest modules keep silent instead. */
  #ofDialect(content: Buffer): number[] | undefined {
    const { dialect } = this.#options;
    if (dialect === 'base') return undefined;
    const handshake = dialect === 'grow' ? 0x40 : 0x35;
    if (content[0] === handshake && content.length === 1) return [code.ok];
    return [dialect === 'grow' ? code.unsupported : code.badPacket];
  }

  #complaint(quality: Exclude<FingerQuality, 'good'>): number {
    if (this.#options.dialect !== 'synochip')
      return quality === 'partial' ? code.tooFewFeatures : code.tooMessy;
    return { dry: code.tooDry, wet: code.tooWet, partial: code.smallArea }[quality];
  }

  get #bufferCount(): number {
    return this.#options.dialect === 'base' ? 2 : 6;
  }
}

interface CommonCommand {
  readonly paramsSizeBytes: number;
  readonly run: (module: SimulatedFirmware, params: Buffer) => number[];
}

/** What every dialect understands, by opcode. */
const commonCommands = new Map<number, CommonCommand>([
  [0x01, { paramsSizeBytes: 0, run: (module) => module.getImage() }],
  [0x02, { paramsSizeBytes: 1, run: (module, at) => module.extract(at.readUInt8(0)) }],
  [0x03, { paramsSizeBytes: 0, run: (module) => module.match() }],
  [
    0x04,
    {
      paramsSizeBytes: 5,
      run: (module, at) => module.search(at.readUInt8(0), at.readUInt16BE(1), at.readUInt16BE(3)),
    },
  ],
  [0x05, { paramsSizeBytes: 0, run: (module) => module.merge() }],
  [0x06, { paramsSizeBytes: 3, run: (module, at) => module.store(at.readUInt8(0), at.readUInt16BE(1)) }],
  [0x0c, { paramsSizeBytes: 4, run: (module, at) => module.delete(at.readUInt16BE(0), at.readUInt16BE(2)) }],
  [0x0d, { paramsSizeBytes: 0, run: (module) => module.empty() }],
  [0x0f, { paramsSizeBytes: 0, run: (module) => module.parameters() }],
  [0x13, { paramsSizeBytes: 4, run: (module, at) => module.verifyPassword(at.readUInt32BE(0)) }],
  [0x1d, { paramsSizeBytes: 0, run: (module) => module.count() }],
  [0x1f, { paramsSizeBytes: 1, run: (module, at) => module.index(at.readUInt8(0)) }],
]);

function uint16(value: number): [number, number] {
  return [(value >>> 8) & 0xff, value & 0xff];
}
