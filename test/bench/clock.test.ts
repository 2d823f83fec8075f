import { expect, test } from 'vitest';
import { seedOf } from '../fault/seeded.ts';
import { measureClocks } from './clock.ts';

const year = 365 * 86_400_000;

test('every record was written inside its interval, whatever was done to the kiosk’s clock', async () => {
  const extent = { events: [0, year, 0], monotonic: [false], histories: 2, steps: 30, clones: 4 };
  const { figures, targets } = await measureClocks(extent, seedOf('clock.test'));
  console.log(JSON.stringify(figures));
  for (const [figure, most] of Object.entries(targets)) {
    expect(figures[figure as keyof typeof figures], figure).toBeLessThanOrEqual(most);
  }
  // A count that met nothing would show nothing.
  expect(figures.mustBeHeld).toBeGreaterThan(0);
  expect(figures.mustBeAccepted).toBeGreaterThan(0);
  expect(figures.outsideByWallClock).toBeGreaterThan(0);
}, 120_000);
