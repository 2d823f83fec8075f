import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { cutKioskStore } from './power/kiosk-cuts.ts';
import { assertComplete, traced } from './power/replay.ts';
import { cutServerStore } from './power/server-cuts.ts';
import { seedOf } from './seeded.ts';

const seed = seedOf('power.test');
const everyCall = fileURLToPath(new URL('power/every-call.ts', import.meta.url));

test('a kiosk loses no record that it promised, whenever the power fails', async () => {
  const { promised, ...faults } = await cutKioskStore('FULL', 30, { seed, appends: 40 });
  expect(promised).toBeGreaterThan(500);
  expect(faults).toEqual({
    lost: 0,
    doubled: 0,
    chainBroken: 0,
    corrupt: 0,
    rowsAstray: 0,
    deadStarts: 0,
    losingCuts: 0,
  });
}, 60_000);

test('the control: with synchronous=NORMAL it loses them, and the cutter sees it', async () => {
  const { lost, chainBroken } = await cutKioskStore('NORMAL', 30, { seed, appends: 40 });
  expect(lost).toBeGreaterThan(0);
  // What is left is a shorter log, not a broken one: nothing but the promises shows the loss.
  expect(chainBroken).toBe(0);
}, 60_000);

test('a server loses nothing that it gave a receipt for, and its own pass finds its store whole', async () => {
  const { receipts, ...faults } = await cutServerStore('careful', 12, { seed, rounds: 8 });
  expect(receipts).toBeGreaterThan(50);
  expect(faults).toEqual({ lost: 0, findings: 0, deadStarts: 0 });
}, 120_000);

test('the control: a server that does not sync loses what it gave receipts for', async () => {
  const { lost } = await cutServerStore('careless', 12, { seed, rounds: 8 });
  expect(lost).toBeGreaterThan(0);
}, 120_000);

test('the shim sees every way in which Node and SQLite change a folder', () => {
  const { events, place } = traced(everyCall, []);
  const folder = join(place, 'watched');
  expect(new Set(events.map(({ kind }) => kind))).toEqual(
    new Set(['opened', 'written', 'resized', 'synced', 'renamed', 'linked', 'unlinked', 'made-dir']),
  );
  expect(() => assertComplete(events, folder)).not.toThrow();
  // The comparison itself must notice a single call that escaped.
  const lastWrite = events.findLastIndex(({ kind }) => kind === 'written');
  expect(() => assertComplete(events.toSpliced(lastWrite, 1), folder)).toThrow(/whole of/);
  rmSync(place, { recursive: true });
}, 60_000);
