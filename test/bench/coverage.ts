import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Film, makeFilm } from '../device-drivers/camera/rtsp/film.ts';
import { RtspCamera } from '../device-drivers/camera/rtsp/rtsp-camera.ts';
import { ShiftedClock } from '../fault/shifted-clock.ts';
import type { Bench } from './bench.ts';
import { claimedMs, overlapMs, unexplained } from './recorded-rooms/accounts.ts';
import { keyframesSent, picturesClaimed } from './recorded-rooms/camera-truth.ts';
import type { RoomRecord, Stretch } from './recorded-rooms/recorded-camera.ts';
import { RecordingChild } from './recorded-rooms/recording-child.ts';

const hour = 3_600_000;
const fps = 25;

interface Case {
  readonly name: string;
  /** Of the camera's own clock. */
  readonly speed: number;
  /** What happens in the middle of the lesson. */
  readonly stallMs?: number;
  readonly stepMs?: number;
}

const cases: readonly Case[] = [
  { name: 'slow', speed: 0.95 },
  { name: 'fast', speed: 1.05 },
  { name: 'stall', speed: 1, stallMs: 5_000 },
  { name: 'forward', speed: 1, stepMs: hour },
  { name: 'back', speed: 1, stepMs: -hour },
];

/**
 * What the log claims, held against an RTSP camera that knows when it sent each picture: cameras whose clock is slow
 * or fast, one that stalls, a kiosk whose clock is set. `--seconds N` of lesson (default 60), all five side by side.
 */
export const bench: Bench = async (options) => {
  const lessonMs = 1_000 * (Number(options[options.indexOf('--seconds') + 1]) || 60);
  const dir = mkdtempSync(join(tmpdir(), 'keqin-coverage-'));
  try {
    const film = makeFilm(dir, { width: 320, height: 240, fps, seconds: 10 });
    const results = await Promise.all(cases.map((one) => record(one, film, { dir, lessonMs })));
    const worst = (what: (result: Result) => number) => Math.round(Math.max(...results.map(what)));
    const errors = results.map(({ name, errorMs }) => [`${name}ErrorMs`, Math.round(errorMs)]);
    return {
      figures: {
        ...Object.fromEntries(errors),
        worstSegmentErrorMs: worst(({ segmentErrorMs }) => segmentErrorMs),
        worstStartErrorMs: worst(({ startErrorMs }) => startErrorMs),
        holesMissed: results.filter(({ holeFound }) => !holeFound).length,
        unexplainedMs: worst(({ unexplainedMs }) => unexplainedMs),
      },
      targets: {
        ...Object.fromEntries(errors.map(([figure]) => [figure, 100])),
        ...{ worstStartErrorMs: 100, holesMissed: 0, unexplainedMs: 0 },
      },
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

interface Result {
  readonly name: string;
  /** Of all that is claimed to be on video, and of the worst segment. */
  readonly errorMs: number;
  readonly segmentErrorMs: number;
  /** Between where a segment is said to begin and when the camera sent a keyframe. */
  readonly startErrorMs: number;
  readonly holeFound: boolean;
  readonly unexplainedMs: number;
}

async function record(one: Case, film: Film, { dir, lessonMs }: { dir: string; lessonMs: number }) {
  const camera = await RtspCamera.start(film, { speed: one.speed });
  const clock = one.stepMs === undefined ? undefined : new ShiftedClock();
  const start = clock ? clock.spawn.bind(clock) : spawn;
  // A clock that is set must not end the lesson.
  const planMs = lessonMs + Math.abs(one.stepMs ?? 0);
  const setup = { dir: join(dir, one.name), url: camera.url, lessonMs: planMs };
  const child = await RecordingChild.start(start, [setup]);
  const [lesson = { startAt: 0, endAt: 0 }] = child.lessons;
  const { startAt } = lesson;
  try {
    await until(startAt + lessonMs / 2);
    const happened = await happen(one, camera, clock);
    await until(startAt + lessonMs + (one.stepMs === undefined ? 25_000 : 0));
    const [room] = await child.end();
    return await judge(one, { camera, room: room as RoomRecord, lesson, happened });
  } finally {
    child.kill();
    await camera.die();
    clock?.remove();
  }
}

interface Happened extends Stretch {
  /** Indexes of sent pictures at which the camera began its film anew. */
  readonly restarts: readonly number[];
}

async function happen(
  { stallMs, stepMs }: Case,
  camera: RtspCamera,
  clock?: ShiftedClock,
): Promise<Happened> {
  const startAt = Date.now();
  if (stepMs !== undefined) clock?.shift(stepMs);
  if (stallMs === undefined) return { startAt, endAt: startAt, restarts: [0] };
  camera.freeze();
  await until(startAt + stallMs);
  const restarts = [0, camera.sent.length];
  camera.thaw();
  return { startAt, endAt: Date.now(), restarts };
}

interface Facts {
  readonly camera: RtspCamera;
  readonly room: RoomRecord;
  readonly lesson: Stretch;
  readonly happened: Happened;
}

async function judge(one: Case, { camera, room, lesson, happened }: Facts): Promise<Result> {
  const pictureMs = 1_000 / fps / one.speed;
  const keyframes = keyframesSent(camera.sent, happened.restarts, fps);
  const errors: { readonly ofClaimMs: number; readonly ofStartMs: number }[] = [];
  for (const segment of room.segments) {
    const shownMs = (await picturesClaimed(segment)) * pictureMs;
    const trueStart = segment.startAt - stepOf(one, segment, happened);
    errors.push({
      ofClaimMs: claimedMs(segment, room.gaps) - shownMs,
      ofStartMs: Math.min(...keyframes.map((at) => Math.abs(at - trueStart))),
    });
  }
  const judged = { ...lesson, endAt: Math.min(lesson.endAt, lastEnd(room)) };
  return {
    name: one.name,
    errorMs: Math.abs(errors.reduce((sum, { ofClaimMs }) => sum + ofClaimMs, 0)),
    segmentErrorMs: Math.max(...errors.map(({ ofClaimMs }) => Math.abs(ofClaimMs))),
    startErrorMs: Math.max(...errors.map(({ ofStartMs }) => ofStartMs)),
    holeFound: isHoleFound(one, room, happened),
    unexplainedMs: unexplained(judged, room).reduce((sum, hole) => sum + hole.endAt - hole.startAt, 0),
  };
}

/** By how much the kiosk's clock was off when it filmed this. */
function stepOf({ stepMs = 0 }: Case, segment: Stretch, { startAt }: Happened): number {
  const off = Math.abs(segment.startAt - startAt - stepMs);
  return off < Math.abs(stepMs) / 2 ? stepMs : 0;
}

/** The stall, but for its edges; or that the clock was set, where it was. */
function isHoleFound({ stallMs, stepMs }: Case, { gaps }: RoomRecord, happened: Happened): boolean {
  if (stallMs !== undefined) {
    const hole = { startAt: happened.startAt + 200, endAt: happened.endAt - 200 };
    const found = gaps.filter(({ cause }) => cause === 'stalled').map((gap) => overlapMs(gap, hole));
    return found.reduce((sum, ms) => sum + ms, 0) >= hole.endAt - hole.startAt;
  }
  if (stepMs === undefined) return gaps.length === 0;
  const set = gaps.filter(({ cause }) => cause === 'clock-set');
  const after = happened.startAt + stepMs;
  return set.some((gap) => gap.endAt > after && gap.startAt < after + 10_000) && set.length === gaps.length;
}

function lastEnd({ segments, gaps }: RoomRecord): number {
  return Math.max(...[...segments, ...gaps].map(({ endAt }) => endAt));
}

function until(at: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, at - Date.now()));
}
