import { expect, test } from 'vitest';
import { killAppender } from './kill/kill-appender.ts';
import { seedOf } from './seeded.ts';

const seed = seedOf('kill.test');

test('a kiosk’s store keeps what it promised when its program is killed at any moment', async () => {
  const { promised, records, ...faults } = await killAppender(16, seed);
  expect(promised).toBeGreaterThan(10);
  expect(records).toBeGreaterThan(promised);
  expect(faults).toEqual({ lost: 0, doubled: 0, chainBroken: 0, corrupt: 0, rowsAstray: 0 });
}, 120_000);

test('the control: a program that promises before it commits is caught', async () => {
  const { lost } = await killAppender(12, seed, 'too-early');
  expect(lost).toBeGreaterThan(0);
}, 120_000);
