import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layTiles } from '../../../models/face/tiles.ts';

const sizes = fc.record({
  width: fc.integer({ min: 200, max: 4_000 }),
  height: fc.integer({ min: 200, max: 3_000 }),
});

test('a face up to a third of a tile lies whole in one of the finest tiles, wherever it is', () => {
  fc.assert(
    fc.property(
      sizes,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (size, u, v) => {
        const tiles = layTiles(size.width, size.height);
        const side = Math.min(...tiles.map((tile) => tile.width));
        const facePx = Math.min(side * 0.35, size.width, size.height);
        const [x, y] = [u * (size.width - facePx), v * (size.height - facePx)];
        const whole = tiles.filter(({ centre, width }) => {
          const [left, top] = [centre.x - width / 2, centre.y - width / 2];
          return (
            x >= left - 1e-6 &&
            y >= top - 1e-6 &&
            x + facePx <= left + width + 1e-6 &&
            y + facePx <= top + width + 1e-6
          );
        });
        expect(whole.filter(({ width }) => width === side).length).toBeGreaterThan(0);
      },
    ),
  );
});

test('a look at a larger picture takes no more tiles', () => {
  expect(layTiles(1_920, 1_080)).toHaveLength(52);
  expect(layTiles(3_840, 2_160)).toHaveLength(52);
  expect(layTiles(1_280, 720).length).toBeLessThan(52);
  expect(layTiles(200, 150)).toHaveLength(1);
});
