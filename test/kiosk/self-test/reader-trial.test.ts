import { expect, test } from 'vitest';
import { tryReader } from '../../../kiosk/self-test/reader-trial.ts';
import { AppError } from '../../../sync/base/errors.ts';

const ready = { state: 'ready', since: 0 } as const;

test('one that answers tells how many fingers it holds', async () => {
  const reader = { state: ready, slots: async () => [0, 1, 5] };
  expect(await tryReader(reader, 1_000)).toMatchObject({ ok: true, zh: '正常，存有 3 枚指纹' });
});

test.each([
  ['out of order', { state: { state: 'out-of-order', since: 0 }, slots: async () => [] }],
  ['starting still', { state: { state: 'starting', since: 0 }, slots: async () => [] }],
  ['ready, and hangs', { state: ready, slots: () => new Promise<number[]>(() => undefined) }],
  ['lost meanwhile', { state: ready, slots: () => Promise.reject(new AppError('device_timeout', 'no')) }],
] as const)('%s', async (_, reader) => {
  const { ok, zh } = await tryReader(reader, 20);
  expect(ok).toBe(false);
  expect(zh).toContain('重新插好');
});
