import { type Box, below } from './mp4-box.ts';
import type { TrackHeader } from './read-tracks.ts';
import type { Sample } from './segment-media.ts';
import { demandFew, unreadable } from './unreadable.ts';

interface FragmentBytes {
  readonly bytes: Buffer;
  readonly box: Box;
  /** Where the box begins in the file. */
  readonly fileAt: number;
  readonly fileBytes: number;
}

/** Ten seconds of sound are 470 packets, of pictures at 120 a second 1,200. */
const mostSamples = 20_000;
const isNonSync = 0x10000;

// Flags of tfhd and trun, ISO/IEC 14496-12 clauses 8.8.7 and 8.8.8.
const tfhdHas = { base: 0x1, description: 0x2, duration: 0x8, size: 0x10, flags: 0x20 } as const;
const trunHas = {
  offset: 0x1,
  firstFlags: 0x4,
  duration: 0x100,
  size: 0x200,
  flags: 0x400,
  shown: 0x800,
} as const;

/** Adds the samples of one `moof` to those of its tracks, by track id. Throws `invalid_input`. */
export function readFragment(
  fragment: FragmentBytes,
  tracks: readonly TrackHeader[],
  samples: Map<number, Sample[]>,
): void {
  const { bytes, box } = fragment;
  for (const traf of demandFew(below(bytes, box, ['traf']))) {
    const header = readHeader(fragment, traf);
    const track = tracks.find(({ id }) => id === header.trackId);
    if (!track) continue;
    const own = samples.get(track.id) ?? [];
    samples.set(track.id, own);
    let place = { decodeAt: header.decodeAt, offset: header.base };
    for (const trun of below(bytes, traf, ['trun'])) {
      const defaults = { ...track.defaults, ...header.defaults };
      place = readRun(new Reader(bytes, trun), { ...fragment, base: header.base, place, defaults }, own);
    }
  }
}

interface Defaults {
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

function readHeader({ bytes, fileAt }: FragmentBytes, traf: Box) {
  const [tfhd] = below(bytes, traf, ['tfhd']);
  const [tfdt] = below(bytes, traf, ['tfdt']);
  if (!tfhd) throw unreadable('a fragment without a head');
  const read = new Reader(bytes, tfhd);
  const flags = read.uint32() & 0xffffff;
  const trackId = read.uint32();
  const base = flags & tfhdHas.base ? read.uint64() : fileAt;
  if (flags & tfhdHas.description) read.uint32();
  const defaults: Partial<Defaults> = {
    ...(flags & tfhdHas.duration ? { duration: read.uint32() } : {}),
    ...(flags & tfhdHas.size ? { size: read.uint32() } : {}),
    ...(flags & tfhdHas.flags ? { flags: read.uint32() } : {}),
  };
  return { trackId, base, defaults, decodeAt: tfdt ? decodeTime(new Reader(bytes, tfdt)) : 0 };
}

/** The recorder keeps a run's own timeline, in which the first packet of sound may lie before 0. */
function decodeTime(read: Reader): number {
  const version = read.uint32() >>> 24;
  return version === 0 ? read.uint32() : read.int64();
}

interface Run extends FragmentBytes {
  readonly base: number;
  readonly place: { readonly decodeAt: number; readonly offset: number };
  readonly defaults: Defaults;
}

function readRun(read: Reader, run: Run, samples: Sample[]): Run['place'] {
  const flags = read.uint32() & 0xffffff;
  const count = read.uint32();
  let { decodeAt, offset } = run.place;
  if (flags & trunHas.offset) offset = run.base + read.int32();
  const firstFlags = flags & trunHas.firstFlags ? read.uint32() : undefined;
  if (samples.length + count > mostSamples) throw unreadable('too many pictures');
  for (let index = 0; index < count; index += 1) {
    const duration = flags & trunHas.duration ? read.uint32() : run.defaults.duration;
    const size = flags & trunHas.size ? read.uint32() : run.defaults.size;
    const own = flags & trunHas.flags ? read.uint32() : run.defaults.flags;
    const sampleFlags = index === 0 && firstFlags !== undefined ? firstFlags : own;
    const shownAfter = flags & trunHas.shown ? read.int32() : 0;
    if (offset < 0 || offset + size > run.fileBytes) throw unreadable('a picture outside the file');
    samples.push({ offset, size, decodeAt, shownAfter, duration, isSync: (sampleFlags & isNonSync) === 0 });
    offset += size;
    decodeAt += duration;
  }
  return { decodeAt, offset };
}

/** Reads the fields of a full box one after another; throws `invalid_input` at its end. */
class Reader {
  readonly #bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor(bytes: Buffer, box: Box) {
    this.#bytes = bytes;
    this.#at = box.bodyAt;
    this.#end = box.end;
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#take(4));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#take(4));
  }

  uint64(): number {
    return Number(this.#bytes.readBigUInt64BE(this.#take(8)));
  }

  int64(): number {
    return Number(this.#bytes.readBigInt64BE(this.#take(8)));
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#end) throw unreadable('a box that is cut off');
    this.#at += length;
    return at;
  }
}
