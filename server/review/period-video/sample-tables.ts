import { fullBox, uint32, uint32List, uint64List } from './mp4-box.ts';
import type { FilmTrack } from './timeline.ts';

/** All tables of a track's samples (ISO/IEC 14496-12 clause 8.6 and 8.7), but for where its chunks lie. */
export function sampleTables(track: FilmTrack): Buffer {
  const { entry, sizes, syncs, shownAfter } = track;
  const composition = runsOf(shownAfter);
  return Buffer.concat([
    fullBox('stsd', 0, 0, uint32(1), entry),
    runTable('stts', 0, runsOf(durations(track))),
    ...(composition.every(([, value]) => value === 0) ? [] : [runTable('ctts', 1, composition)]),
    // Without this table every sample is one to begin at.
    ...(syncs.length === sizes.length
      ? []
      : [fullBox('stss', 0, 0, uint32(syncs.length), uint32List(syncs))]),
    fullBox('stsz', 0, 0, uint32(0, sizes.length), uint32List(sizes)),
    chunkRuns(track),
  ]);
}

/** Where the chunks lie in the film, when the files begin at `filesAt`. */
export function chunkOffsets({ chunks }: FilmTrack, filesAt: number): Buffer {
  const offsets = uint64List(chunks.map(({ offset }) => filesAt + offset));
  return fullBox('co64', 0, 0, uint32(chunks.length), offsets);
}

function durations({ decodeAt, endAt }: FilmTrack): readonly number[] {
  return decodeAt.map((at, index) => (decodeAt[index + 1] ?? endAt) - at);
}

/** `[how often, value]` of equal neighbours. */
function runsOf(values: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const value of values) {
    const last = runs.at(-1);
    if (last && last[1] === value) last[0] += 1;
    else runs.push([1, value]);
  }
  return runs;
}

/** Values may be negative where the box's version is 1. */
function runTable(type: string, version: number, runs: readonly (readonly [number, number])[]): Buffer {
  const values = runs.flatMap(([count, value]) => [count, value >>> 0]);
  return fullBox(type, version, 0, uint32(runs.length), uint32List(values));
}

/** From which chunk on chunks have how many samples, all of the one sample entry. */
function chunkRuns({ chunks }: FilmTrack): Buffer {
  const changes = chunks.flatMap(({ count }, index) =>
    chunks[index - 1]?.count === count ? [] : [[index + 1, count, 1]],
  );
  return fullBox('stsc', 0, 0, uint32(changes.length), uint32List(changes.flat()));
}
