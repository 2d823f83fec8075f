import { expect, test } from 'vitest';
import { killForgetfulKiosk } from '../fault/kill/forgetful-kiosk.ts';
import { killPrograms } from '../fault/kill/kill-programs.ts';
import { seedOf } from '../fault/seeded.ts';

const seed = seedOf('killed-programs.test');
const none = { lost: 0, doubled: 0, chainBroken: 0, corrupt: 0 };

test('kiosk and server, killed at any moment, come back with all that was promised, and come to rest', async () => {
  const { records, confirmed, places, ...rest } = await killPrograms(10, seed);
  expect(records).toBeGreaterThan(confirmed);
  expect(confirmed).toBeGreaterThan(10);
  expect(places.unsent).toBeGreaterThan(0);
  expect(rest).toEqual({ faults: none, findings: 0, leftOver: 0 });
});

test('the control: a kiosk whose disk forgets what it promised is caught', async () => {
  expect((await killForgetfulKiosk(seed)).lost).toBeGreaterThan(0);
});
