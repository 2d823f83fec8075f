import { type FileHandle, open } from 'node:fs/promises';
import { boxesBelow, boxesIn, boxesOfFile, type Mp4Box, readBox } from './mp4-boxes.ts';

/** One whole `moof` + `mdat` of a fragmented mp4, with the video in it. */
export interface Fragment {
  readonly startByte: number;
  readonly endByte: number;
  /** Decode time of its first picture in the run's own time, ms; absent when it holds sound only. */
  readonly startMs?: number;
  /** How long each picture stands, ms. */
  readonly picturesMs: readonly number[];
}

interface VideoTrack {
  readonly id: number;
  readonly ticksPerSecond: number;
  readonly defaultTicks: number;
}

/** The whole fragments of a file, in order; a fragment that is cut off is left out. */
export async function readFragments(file: string): Promise<Fragment[]> {
  const handle = await open(file, 'r');
  try {
    return await fragmentsOf(handle);
  } finally {
    await handle.close();
  }
}

async function fragmentsOf(handle: FileHandle): Promise<Fragment[]> {
  const boxes = await boxesOfFile(handle);
  const moov = boxes.find((box) => box.type === 'moov');
  const track = moov && videoTrack(await readBox(handle, moov));
  const fragments: Fragment[] = [];
  for (const [index, moof] of boxes.entries()) {
    const mdat = boxes[index + 1];
    if (!track || moof.type !== 'moof' || mdat?.type !== 'mdat') continue;
    const video = videoIn(await readBox(handle, moof), track);
    fragments.push({ startByte: moof.start, endByte: mdat.end, picturesMs: [], ...video });
  }
  return fragments;
}

/** Clauses 8.4.2 (mdhd), 8.4.3 (hdlr), 8.3.2 (tkhd), 8.8.3 (trex). */
function videoTrack(bytes: Buffer): VideoTrack | undefined {
  const moov = boxesIn(bytes)[0];
  const body = (box: Mp4Box | undefined) => (box ? bytes.subarray(box.bodyStart, box.end) : undefined);
  for (const trak of moov ? boxesBelow(bytes, moov, ['trak']) : []) {
    const one = (...path: string[]) => body(boxesBelow(bytes, trak, path)[0]);
    const [tkhd, mdhd, hdlr] = [one('tkhd'), one('mdia', 'mdhd'), one('mdia', 'hdlr')];
    if (!moov || !tkhd || !mdhd || hdlr?.toString('latin1', 8, 12) !== 'vide') continue;
    const id = tkhd.readUInt32BE(tkhd[0] === 1 ? 20 : 12);
    const ticksPerSecond = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
    const trex = boxesBelow(bytes, moov, ['mvex', 'trex'])
      .map(body)
      .find((box) => box?.readUInt32BE(4) === id);
    return { id, ticksPerSecond, defaultTicks: trex?.readUInt32BE(12) ?? 0 };
  }
  return undefined;
}

function videoIn(bytes: Buffer, track: VideoTrack): { startMs: number; picturesMs: number[] } | undefined {
  const moof = boxesIn(bytes)[0];
  const toMs = (ticks: number) => (ticks * 1000) / track.ticksPerSecond;
  for (const traf of moof ? boxesBelow(bytes, moof, ['traf']) : []) {
    const bodies = (type: string) =>
      boxesBelow(bytes, traf, [type]).map((box) => bytes.subarray(box.bodyStart, box.end));
    const [tfhd, tfdt] = [bodies('tfhd')[0], bodies('tfdt')[0]];
    if (!tfhd || !tfdt || tfhd.readUInt32BE(4) !== track.id) continue;
    const start = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
    const defaultTicks = defaultDuration(tfhd) ?? track.defaultTicks;
    const ticks = bodies('trun').flatMap((trun) => durations(trun, defaultTicks));
    return { startMs: toMs(start), picturesMs: ticks.map(toMs) };
  }
  return undefined;
}

const flagsOf = (fullBox: Buffer) => fullBox.readUIntBE(1, 3);
const has = (flags: number, bit: number) => (flags & bit) !== 0;

/** Clause 8.8.7: the optional fields stand in this order. */
function defaultDuration(tfhd: Buffer): number | undefined {
  const flags = flagsOf(tfhd);
  if (!has(flags, 0x8)) return undefined;
  return tfhd.readUInt32BE(8 + (has(flags, 0x1) ? 8 : 0) + (has(flags, 0x2) ? 4 : 0));
}

/** Clause 8.8.8: a sample's fields are duration, size, flags, composition offset, each only if its bit is set. */
function durations(trun: Buffer, defaultTicks: number): number[] {
  const flags = flagsOf(trun);
  const count = trun.readUInt32BE(4);
  if (!has(flags, 0x100)) return new Array<number>(count).fill(defaultTicks);
  const sampleBytes = 4 * [0x100, 0x200, 0x400, 0x800].filter((bit) => has(flags, bit)).length;
  const first = 8 + (has(flags, 0x1) ? 4 : 0) + (has(flags, 0x4) ? 4 : 0);
  return Array.from({ length: count }, (_, index) => trun.readUInt32BE(first + index * sampleBytes));
}
