import { expect, test } from 'vitest';
import { Seeded, seedOf } from './seeded.ts';

test('the same seed gives the same numbers, another one others', () => {
  const draw = (seed: number) => {
    const seeded = new Seeded(seed);
    return Array.from({ length: 20 }, () => seeded.below(1_000));
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('numbers spread evenly', () => {
  const seeded = new Seeded(1);
  const drawn = Array.from({ length: 8_000 }, () => seeded.pick(['a', 'b']));
  expect(drawn.filter((letter) => letter === 'a').length / 8_000).toBeCloseTo(0.5, 1);
});

test('a seed can be given, and must be a number', () => {
  expect(seedOf('given', ['--seed', '42'])).toBe(42);
  expect(() => seedOf('given', ['--seed', 'x'])).toThrow(/whole number/);
});
