import { boxesBelow, boxesIn, type Mp4Box } from './mp4-boxes.ts';
import type { VideoTrack } from './video-track.ts';

/** The pictures of one fragment. */
export interface FragmentPictures {
  /** Decode time of the first picture in the run's own time, ms. */
  readonly startMs: number;
  /** How long each picture stands, ms. */
  readonly picturesMs: readonly number[];
  /** True when the first picture is a keyframe. */
  readonly independent: boolean;
  /** Where the pictures' bytes begin, counted from the fragment's first byte, and how many there are. */
  readonly video?: { readonly offset: number; readonly sizeBytes: number };
}

interface Sample {
  readonly ticks: number;
  readonly sizeBytes: number;
  readonly flags: number;
}

/** More pictures than any fragment of a second holds: a box that claims more is damaged. */
const mostSamples = 10_000;
const nonSyncSample = 0x10000;

/**
 * The pictures in a whole `moof`; undefined when it holds sound only.
 * Throws RangeError when its boxes contradict themselves: it is damaged.
 */
export function picturesIn(bytes: Buffer, track: VideoTrack): FragmentPictures | undefined {
  const moof = boxesIn(bytes)[0];
  for (const box of moof ? [moof, ...boxesBelow(bytes, moof, ['traf'])] : []) mustBeFilled(bytes, box);
  const toMs = (ticks: number) => (ticks * 1000) / track.ticksPerSecond;
  for (const traf of moof ? boxesBelow(bytes, moof, ['traf']) : []) {
    const bodies = (type: string) =>
      boxesBelow(bytes, traf, [type]).map((box) => bytes.subarray(box.bodyStart, box.end));
    const [tfhd, tfdt] = [bodies('tfhd')[0], bodies('tfdt')[0]];
    if (!tfhd || !tfdt || tfhd.readUInt32BE(4) !== track.id) continue;
    const start = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
    const truns = bodies('trun');
    const samples = truns.flatMap((trun) => samplesIn(trun, defaultsIn(tfhd, track)));
    const offset = truns.length === 1 && truns[0] ? dataOffset(truns[0]) : undefined;
    const sizeBytes = samples.reduce((sum, sample) => sum + sample.sizeBytes, 0);
    return {
      startMs: toMs(start),
      picturesMs: samples.map(({ ticks }) => toMs(ticks)),
      independent: samples[0] !== undefined && (samples[0].flags & nonSyncSample) === 0,
      ...(offset !== undefined && { video: { offset, sizeBytes } }),
    };
  }
  return undefined;
}

/** The boxes in a box follow one another to its very end. */
function mustBeFilled(bytes: Buffer, box: Mp4Box): void {
  const children = boxesIn(bytes, box.bodyStart, box.end);
  if (children.at(-1)?.end !== box.end) throw new RangeError(`a ${box.type} with something else in it`);
}

/** Clause 8.8.7. */
function defaultsIn(tfhd: Buffer, track: VideoTrack): Sample {
  const fields = new OptionalFields(tfhd, 8);
  fields.skip(0x1, 8);
  fields.skip(0x2);
  const ticks = fields.next(0x8) ?? track.defaultTicks;
  const sizeBytes = fields.next(0x10) ?? track.defaultSizeBytes;
  return { ticks, sizeBytes, flags: fields.next(0x20) ?? track.defaultFlags };
}

/** Clause 8.8.8. */
function samplesIn(trun: Buffer, defaults: Sample): Sample[] {
  const count = trun.readUInt32BE(4);
  if (count > mostSamples) throw new RangeError(`a fragment of ${count} pictures`);
  const fields = new OptionalFields(trun, 8);
  fields.skip(0x1);
  const firstFlags = fields.next(0x4);
  return Array.from({ length: count }, (_, index) => {
    const ticks = fields.next(0x100) ?? defaults.ticks;
    const sizeBytes = fields.next(0x200) ?? defaults.sizeBytes;
    const own = fields.next(0x400) ?? defaults.flags;
    fields.skip(0x800);
    return { ticks, sizeBytes, flags: index === 0 ? (firstFlags ?? own) : own };
  });
}

/** Counted from the `moof`, as ffmpeg's `default_base_moof` has it. */
function dataOffset(trun: Buffer): number | undefined {
  return new OptionalFields(trun, 8).next(0x1);
}

/** The fields of a full box that are there only if their bit of its flags is set, in their order. */
class OptionalFields {
  readonly #box: Buffer;
  readonly #flags: number;
  #at: number;

  constructor(fullBox: Buffer, at: number) {
    this.#box = fullBox;
    this.#flags = fullBox.readUIntBE(1, 3);
    this.#at = at;
  }

  next(bit: number): number | undefined {
    if ((this.#flags & bit) === 0) return undefined;
    const value = this.#box.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  skip(bit: number, sizeBytes = 4): void {
    if ((this.#flags & bit) !== 0) this.#at += sizeBytes;
  }
}
