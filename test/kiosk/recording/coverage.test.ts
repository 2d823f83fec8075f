import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GapRow } from './recorded-room.ts';
import { type Dice, lesson, TroubleWorld } from './trouble-world.ts';

const steps = ['film', 'cameraBreaks', 'pauses', 'stops', 'restarts', 'diskFills', 'fileBreaks'] as const;
const step = fc.record({
  what: fc.constantFrom(...steps),
  ms: fc.integer({ min: 300, max: 90_000 }),
  roll: fc.integer({ min: 0, max: 999 }),
});

interface Stretch {
  readonly start_at: number;
  readonly end_at: number;
}

const ofLesson = ({ start_at, end_at }: Stretch) => ({
  start_at: Math.max(start_at, lesson.startAt),
  end_at: Math.min(end_at, lesson.endAt),
});
const byTime = (a: Stretch, b: Stretch) => a.start_at - b.start_at;

/** Stretches of the lesson that are neither on video nor in a gap, longer than half a second. */
function unaccounted(stretches: readonly Stretch[]): Stretch[] {
  const holes: Stretch[] = [];
  let until = lesson.startAt;
  for (const { start_at, end_at } of [...stretches.map(ofLesson)].sort(byTime)) {
    if (start_at - until > 500) holes.push({ start_at: until, end_at: start_at });
    until = Math.max(until, end_at);
  }
  return lesson.endAt - until > 500 ? [...holes, { start_at: until, end_at: lesson.endAt }] : holes;
}

function overlapping(gaps: readonly GapRow[]): GapRow[] {
  const sorted = [...gaps].sort(byTime);
  return sorted.filter((gap, index) => gap.start_at < (sorted[index - 1]?.end_at ?? 0));
}

const overlap = (a: Stretch, b: Stretch) => Math.min(a.end_at, b.end_at) - Math.max(a.start_at, b.start_at);

test('whatever happens: video and gaps are the whole lesson, no gap claims what is on video, each cause is true', async () => {
  const property = async (story: readonly ({ what: (typeof steps)[number] } & Dice)[]) => {
    const world = new TroubleWorld();
    await world.film({ ms: 10 * 60_000 + 5_000, roll: 3 });
    for (const { what, ...dice } of story) if (world.now < lesson.endAt) await world[what](dice);
    await world.end();
    const gaps = world.room.gapRecords();
    const video = world.room.kept();
    expect(unaccounted([...video, ...gaps])).toEqual([]);
    expect(overlapping(gaps)).toEqual([]);
    expect(gaps.filter(({ start_at, end_at }) => end_at - start_at <= 500)).toEqual([]);
    const inside = (gap: GapRow) => world.insideFiles.some((hole) => overlap(hole, gap) > 0);
    expect(gaps.filter((gap) => !inside(gap) && video.some((piece) => overlap(piece, gap) > 0))).toEqual([]);
    const holesOnVideo = world.insideFiles
      .filter((hole) => video.some((v) => v.start_at <= hole.start_at && v.end_at >= hole.end_at))
      .map((hole) => ({ ...hole, ...ofLesson(hole) }))
      .filter(({ start_at, end_at }) => end_at - start_at > 500);
    for (const wanted of [...world.expected, ...holesOnVideo]) {
      const found = gaps.filter((gap) => overlap(gap, wanted) > 0);
      expect(found.map(({ cause }) => cause)).toEqual(found.map(() => wanted.cause));
      expect(found.reduce((sum, gap) => sum + overlap(gap, wanted), 0)).toBe(wanted.end_at - wanted.start_at);
    }
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), property), {
    numRuns: 40,
  });
}, 120_000);
