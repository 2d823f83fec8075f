import { expect, test } from 'vitest';
import { killPrograms } from '../fault/kill/kill-programs.ts';
import { seedOf } from '../fault/seeded.ts';

test('kiosk and server, killed at any moment, come back with all that was promised, and come to rest', async () => {
  const { records, confirmed, ...faults } = await killPrograms(6, seedOf('killed-programs.test'));
  expect(records).toBeGreaterThan(confirmed);
  expect(confirmed).toBeGreaterThan(10);
  expect(faults).toEqual({ lost: 0, doubled: 0, chainBroken: 0, corrupt: 0, findings: 0, leftOver: 0 });
});
