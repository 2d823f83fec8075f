import { box, fullBox, uint16, uint32, uint64 } from './mp4-box.ts';
import { chunkOffsets, sampleTables } from './sample-tables.ts';
import type { FilmTrack } from './timeline.ts';

/** Ticks a second of the film as a whole. */
const movieScale = 1_000;
const ftyp = box('ftyp', Buffer.from('isom'), uint32(0x200), Buffer.from('isomiso2avc1mp41'));
const mdatHeaderBytes = 16;
/** ISO/IEC 14496-12: no rotation, no scaling. */
const unityMatrix = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/**
 * Everything of the film before the files' bytes: `ftyp`, `moov` with tables that point into the files, and the head
 * of the one `mdat` that holds them all, byte for byte.
 */
export function filmHeader(tracks: readonly FilmTrack[], filesBytes: number): Buffer {
  const prepared = tracks.map((track) => ({ track, tables: sampleTables(track) }));
  // It has the same length whatever the offsets in it are.
  const headerBytes = ftyp.length + moov(prepared, 0).length + mdatHeaderBytes;
  return Buffer.concat([ftyp, moov(prepared, headerBytes), mdatHeader(filesBytes)]);
}

function mdatHeader(filesBytes: number): Buffer {
  return Buffer.concat([uint32(1), Buffer.from('mdat'), uint64(mdatHeaderBytes + filesBytes)]);
}

interface PreparedTrack {
  readonly track: FilmTrack;
  /** All that does not depend on where the files lie. */
  readonly tables: Buffer;
}

function moov(tracks: readonly PreparedTrack[], filesAt: number): Buffer {
  const duration = Math.max(0, ...tracks.map(({ track }) => movieDuration(track)));
  const mvhd = fullBox(
    'mvhd',
    1,
    0,
    ...[uint64(0, 0), uint32(movieScale), uint64(duration), uint32(0x10000), uint16(0x100, 0), uint32(0, 0)],
    ...[unityMatrix, uint32(0, 0, 0, 0, 0, 0), uint32(tracks.length + 1)],
  );
  return box('moov', mvhd, ...tracks.map((track, index) => trak(track, index + 1, filesAt)));
}

function movieDuration({ endAt, timescale }: FilmTrack): number {
  return Math.round((endAt / timescale) * movieScale);
}

function trak({ track, tables }: PreparedTrack, id: number, filesAt: number): Buffer {
  const isVideo = track.kind === 'video';
  const tkhd = fullBox(
    'tkhd',
    1,
    3,
    ...[uint64(0, 0), uint32(id, 0), uint64(movieDuration(track)), uint32(0, 0)],
    ...[uint16(0, 0, isVideo ? 0 : 0x100, 0), unityMatrix],
    uint32(track.width * 0x10000, track.height * 0x10000),
  );
  const mdhd = fullBox(
    'mdhd',
    1,
    0,
    ...[uint64(0, 0), uint32(track.timescale), uint64(track.endAt), uint16(0x55c4, 0)],
  );
  const handler = Buffer.from(isVideo ? 'vide' : 'soun');
  const hdlr = fullBox('hdlr', 0, 0, uint32(0), handler, uint32(0, 0, 0), Buffer.from('keqin\0'));
  const head = isVideo ? fullBox('vmhd', 0, 1, uint16(0, 0, 0, 0)) : fullBox('smhd', 0, 0, uint16(0, 0));
  const dinf = box('dinf', fullBox('dref', 0, 0, uint32(1), fullBox('url ', 0, 1)));
  const minf = box('minf', head, dinf, box('stbl', tables, chunkOffsets(track, filesAt)));
  return box('trak', tkhd, box('mdia', mdhd, hdlr, minf));
}
