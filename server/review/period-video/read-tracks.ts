import { type Box, below } from './mp4-box.ts';
import { demandFew } from './unreadable.ts';

export interface TrackHeader {
  readonly id: number;
  readonly kind: 'video' | 'audio';
  /** Ticks a second. */
  readonly timescale: number;
  /** Codec and its parameters: the sample entry box as it stands in the file. */
  readonly entry: Buffer;
  /** Pixels; 0 for sound. */
  readonly width: number;
  readonly height: number;
  /** What fragments that do not say otherwise mean (`trex`). */
  readonly defaults: { readonly duration: number; readonly size: number; readonly flags: number };
}

const kinds: Record<string, TrackHeader['kind']> = { vide: 'video', soun: 'audio' };

/**
 * The tracks of pictures and sound that a `moov` box announces; those that cannot be read are left out. Throws
 * `invalid_input` when there are too many.
 */
export function readTracks(bytes: Buffer, moov: Box): readonly TrackHeader[] {
  const defaults = new Map(below(bytes, moov, ['mvex', 'trex']).map((trex) => readDefaults(bytes, trex)));
  return demandFew(below(bytes, moov, ['trak'])).flatMap((trak) => {
    const header = readTrack(bytes, trak);
    return header
      ? [{ ...header, defaults: defaults.get(header.id) ?? { duration: 0, size: 0, flags: 0 } }]
      : [];
  });
}

function readTrack(bytes: Buffer, trak: Box): Omit<TrackHeader, 'defaults'> | undefined {
  const [tkhd] = below(bytes, trak, ['tkhd']);
  const [mdhd] = below(bytes, trak, ['mdia', 'mdhd']);
  const [hdlr] = below(bytes, trak, ['mdia', 'hdlr']);
  const [stsd] = below(bytes, trak, ['mdia', 'minf', 'stbl', 'stsd']);
  if (!tkhd || !mdhd || !hdlr || !stsd) return undefined;
  const long = (box: Box) => bytes[box.bodyAt] === 1;
  // Below the least size of these boxes nothing is read.
  if (tkhd.end - tkhd.bodyAt < (long(tkhd) ? 96 : 84) || mdhd.end - mdhd.bodyAt < (long(mdhd) ? 36 : 24)) {
    return undefined;
  }
  const kind =
    hdlr.end - hdlr.bodyAt >= 12 && kinds[bytes.toString('latin1', hdlr.bodyAt + 8, hdlr.bodyAt + 12)];
  const [entry] = below(bytes, { bodyAt: stsd.bodyAt + 8, end: stsd.end }, [entryType(bytes, stsd)]);
  const timescale = bytes.readUInt32BE(mdhd.bodyAt + (long(mdhd) ? 20 : 12));
  if (!kind || !entry || timescale === 0) return undefined;
  return {
    id: bytes.readUInt32BE(tkhd.bodyAt + (long(tkhd) ? 20 : 12)),
    kind,
    timescale,
    entry: Buffer.from(bytes.subarray(entry.start, entry.end)),
    width: bytes.readUInt16BE(tkhd.end - 8),
    height: bytes.readUInt16BE(tkhd.end - 4),
  };
}

/** Four letters of the first sample entry: `avc1`, `hvc1`, `mp4a`. */
function entryType(bytes: Buffer, stsd: Box): string {
  return bytes.toString('latin1', stsd.bodyAt + 12, Math.min(stsd.bodyAt + 16, stsd.end));
}

function readDefaults(bytes: Buffer, trex: Box): [number, TrackHeader['defaults']] {
  if (trex.end - trex.bodyAt < 24) return [0, { duration: 0, size: 0, flags: 0 }];
  const at = (index: number) => bytes.readUInt32BE(trex.bodyAt + 4 + 4 * index);
  return [at(0), { duration: at(2), size: at(3), flags: at(4) }];
}
