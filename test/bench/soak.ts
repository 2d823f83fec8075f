import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Film, makeFilm } from '../device-drivers/camera/rtsp/film.ts';
import { RtspCamera } from '../device-drivers/camera/rtsp/rtsp-camera.ts';
import { Seeded, seedOf } from '../fault/seeded.ts';
import { type Bench, percentile } from './bench.ts';
import { overlapMs, unexplained } from './recorded-rooms/accounts.ts';
import type { RoomRecord, Stretch } from './recorded-rooms/recorded-camera.ts';
import { RecordingChild } from './recorded-rooms/recording-child.ts';
import { type Fault, RoomTroubles } from './recorded-rooms/room-troubles.ts';

const minute = 60_000;
const fps = 25;
const sampleEveryMs = 5_000;
/** A camera that comes back waits for its next keyframe, and the log for the segment after it. */
const settleMs = 25_000;

/**
 * An hour of video in one program, from eight cameras side by side for seven and a half minutes, each of which
 * breaks about once a minute in one of four ways: every second must be on video or in a gap with its true cause, and
 * memory flat. `--long`: an hour each, eight in all. `--rooms N`, `--minutes N` of each, `--seed N`.
 */
export const bench: Bench = async (options) => {
  const number = (flag: string, usual: number) => Number(options[options.indexOf(flag) + 1]) || usual;
  const minutes = number('--minutes', options.includes('--long') ? 60 : 7.5);
  const seed = seedOf('soak', options);
  const dir = mkdtempSync(join(tmpdir(), 'keqin-soak-'));
  try {
    const film = makeFilm(dir, { width: 640, height: 360, fps, seconds: 20, bitrate: '1M' });
    const rooms = number('--rooms', 8);
    const { records, faults, memory, lessons } = await run({ dir, film, rooms, minutes, seed });
    return {
      figures: { ...figuresOf(records, faults, lessons), ...growthOf(memory) },
      targets: { unexplainedS: 0, wrongCauses: 0, rssGrowthPercent: 5, heapGrowthPercent: 5 },
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

interface Soak {
  readonly dir: string;
  readonly film: Film;
  readonly rooms: number;
  readonly minutes: number;
  readonly seed: number;
}

async function run({ dir, film, rooms, minutes, seed }: Soak) {
  const cameras = await Promise.all(Array.from({ length: rooms }, () => RtspCamera.start(film)));
  const lessonMs = minutes * minute;
  const setups = cameras.map(({ url }, room) => ({ dir: join(dir, `room-${room}`), url, lessonMs }));
  const child = await RecordingChild.start(spawn, setups);
  const { lessons } = child;
  const endAt = Math.max(...lessons.map((lesson) => lesson.endAt));
  const memory: Memory[] = [];
  const look = setInterval(() => void child.memory().then((seen) => memory.push(seen)), sampleEveryMs);
  try {
    const troubles = cameras.map((camera, room) => {
      const { dir: folder } = setups[room] as (typeof setups)[number];
      return new RoomTroubles({ camera, child, room, dir: folder }, new Seeded(seed + room));
    });
    const faults = await Promise.all(troubles.map((trouble) => trouble.haveUntil(endAt - settleMs)));
    await new Promise((resolve) => setTimeout(resolve, endAt + settleMs - Date.now()));
    clearInterval(look);
    return { records: await child.end(), faults, memory, lessons };
  } finally {
    clearInterval(look);
    child.kill();
    await Promise.all(cameras.map((camera) => camera.die()));
  }
}

function figuresOf(
  records: readonly RoomRecord[],
  faults: readonly (readonly Fault[])[],
  lessons: readonly Stretch[],
): Record<string, number> {
  const holes = records.flatMap((record, room) => unexplained(lessons[room] as Stretch, record));
  const lengthMs = (stretches: readonly Stretch[]) =>
    stretches.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
  const wrong = records.map(({ gaps }, room) => wrongCauses(gaps, faults[room] ?? []));
  return {
    videoHours: Number((lengthMs(records.flatMap(({ segments }) => segments)) / 3_600_000).toFixed(2)),
    segments: records.reduce((sum, { segments }) => sum + segments.length, 0),
    faults: faults.flat().length,
    gapS: Math.round(lengthMs(records.flatMap(({ gaps }) => gaps)) / 1_000),
    unexplainedS: Number((lengthMs(holes) / 1_000).toFixed(3)),
    wrongCauses: wrong.reduce((sum, count) => sum + count, 0),
  };
}

/** Gaps that lie in no fault, or name another cause, and faults that no gap tells of. */
function wrongCauses(gaps: RoomRecord['gaps'], faults: readonly Fault[]): number {
  const explains = ({ causes, ...fault }: Fault, gap: (typeof gaps)[number]) =>
    overlapMs({ startAt: fault.startAt - 1_000, endAt: fault.endAt + settleMs }, gap) > 0 &&
    causes.includes(gap.cause);
  const baseless = gaps.filter((gap) => !faults.some((fault) => explains(fault, gap)));
  const untold = faults.filter(
    (fault) => !gaps.some((gap) => explains(fault, gap) && overlapMs(fault, gap) > 0),
  );
  return baseless.length + untold.length;
}

interface Memory {
  readonly rssBytes: number;
  readonly heapBytes: number;
}

/** The last quarter of the time beside the second one: by then everything has been done once. */
function growthOf(memory: readonly Memory[]): Record<string, number> {
  const quarter = Math.floor(memory.length / 4);
  const growth = (what: (seen: Memory) => number) => {
    const median = (part: readonly Memory[]) => percentile(part.map(what), 0.5);
    const before = median(memory.slice(quarter, 2 * quarter));
    return Number((100 * (median(memory.slice(-quarter)) / before - 1)).toFixed(1));
  };
  return {
    rssMb: Math.round((memory.at(-1)?.rssBytes ?? 0) / 1_000_000),
    rssGrowthPercent: growth(({ rssBytes }) => rssBytes),
    heapGrowthPercent: growth(({ heapBytes }) => heapBytes),
  };
}
