import { describe, expect, test } from 'vitest';
import { LiveRing } from '../../../server/monitor/live-ring.ts';
import { madeUpPart } from '../../helpers/live-film.ts';

const init = Buffer.from('init');

/** Half-second parts, a keyframe each second. */
function filled(seconds: number, ring = new LiveRing(), from = 0): LiveRing {
  ring.begin('r1', init);
  for (let ms = 0; ms < seconds * 1_000; ms += 500) {
    ring.add(madeUpPart(from + ms, { independent: ms % 1_000 === 0 }));
  }
  return ring;
}
const shape = (ring: LiveRing) => ring.segments.map(({ msn, parts }) => [msn, parts.length]);

describe('segments', () => {
  test('of two seconds, from keyframe to keyframe; the last one grows', () => {
    expect(shape(filled(5))).toEqual([
      [0, 4],
      [1, 4],
      [2, 2],
    ]);
  });

  test('nobody can begin without a keyframe, nor without the beginning of the run', () => {
    const ring = new LiveRing();
    expect(ring.add(madeUpPart(0, { independent: true }))).toBe(false);
    ring.begin('r1', init);
    expect([0, 500, 1_000].map((at) => ring.add(madeUpPart(at, { independent: at === 500 })))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('a fragment that was sent twice is there once', () => {
    const ring = filled(2);
    expect(ring.add(madeUpPart(1_500))).toBe(false);
    expect(ring.add(madeUpPart(2_000))).toBe(true);
    expect(shape(ring)).toEqual([[0, 5]]);
  });

  test('a hole, or another run, begins anew at a keyframe and is told', () => {
    const ring = filled(2);
    expect(ring.add(madeUpPart(2_400))).toBe(false);
    expect(ring.add(madeUpPart(2_900, { independent: true }))).toBe(true);
    ring.begin('r2', Buffer.from('another'));
    expect(ring.add(madeUpPart(10, { independent: true }))).toBe(true);
    const told = ring.segments.map(({ msn, discontinuity, init: { run } }) => [msn, discontinuity, run]);
    expect(told).toEqual([
      [0, false, 'r1'],
      [1, true, 'r1'],
      [2, true, 'r2'],
    ]);
  });
});

describe('what is kept', () => {
  test('about twelve seconds, whole segments at a time, and the count of discontinuities that are gone', () => {
    const ring = filled(4);
    filled(30, ring, 100_000);
    const [first] = ring.segments;
    expect(ring.segments.length).toBeLessThanOrEqual(8);
    expect(100_000 + 30_000 - (first?.parts[0]?.startAt ?? 0)).toBeGreaterThanOrEqual(12_000);
    expect(ring.discontinuitiesBefore).toBe(1);
    expect(ring.segment(0)).toBeUndefined();
  });

  test('no more than 16 MiB, also when no keyframe ever comes', () => {
    const ring = new LiveRing();
    ring.begin('r1', init);
    const large = (at: number) => madeUpPart(at, { independent: at === 0, bytes: Buffer.alloc(3_000_000) });
    let most = 0;
    for (let at = 0; at < 20_000; at += 500) {
      ring.add(large(at));
      const sizes = ring.segments.flatMap(({ parts }) => parts.map(({ bytes }) => bytes.length));
      most = Math.max(
        most,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    }
    expect(most).toBeGreaterThan(10_000_000);
    expect(most).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(ring.segments).toEqual([]);
  });
});

describe('a hostile kiosk cannot fill the memory', () => {
  test('with parts of nothing and no keyframe', () => {
    const ring = new LiveRing();
    ring.begin('r1', init);
    let most = 0;
    for (let at = 0; at < 5_000; at += 1) {
      ring.add(madeUpPart(at, { endAt: at + 1, independent: at === 0, bytes: Buffer.alloc(0) }));
      most = Math.max(most, ring.segments.flatMap(({ parts }) => parts).length);
    }
    expect(most).toBe(1_000);
  });

  test('with beginnings of runs', () => {
    const ring = new LiveRing();
    for (let run = 0; run < 20; run += 1) {
      ring.begin(`r${run}`, Buffer.alloc(3_000_000));
      ring.add(madeUpPart(run, { endAt: run + 1, independent: true }));
    }
    const kept = ring.segments.reduce((sum, segment) => sum + segment.init.bytes.length, 0);
    expect(kept).toBeGreaterThan(10_000_000);
    expect(kept).toBeLessThanOrEqual(16 * 1024 * 1024);
  });

  test('with large bodies of which a small part is kept', () => {
    const ring = new LiveRing();
    const body = Buffer.alloc(4 * 1024 * 1024);
    ring.begin('r1', body.subarray(0, 10));
    ring.add(madeUpPart(0, { independent: true, bytes: body.subarray(10, 20) }));
    const [segment] = ring.segments;
    for (const { buffer } of [segment?.init.bytes, segment?.parts[0]?.bytes] as Buffer[]) {
      expect(buffer.byteLength).toBeLessThan(100_000);
    }
  });
});

test('reaches tells what a playlist shows', () => {
  const ring = filled(3);
  const asked = [
    ring.reaches(0, undefined),
    ring.reaches(0, 9),
    ring.reaches(1, 1),
    ring.reaches(1, 2),
    ring.reaches(1, undefined),
    ring.reaches(2, 0),
    new LiveRing().reaches(0, 0),
  ];
  expect(asked).toEqual([true, true, true, false, false, false, false]);
});
