import { expect, test } from 'vitest';
import { seedOf } from '../fault/seeded.ts';
import { killFfmpeg, killRecorder } from './lone-camera/kill-recording.ts';

const seed = seedOf('record-kill.test');

test('a killed ffmpeg loses half a second of video at most, and leaves files that play', async () => {
  const losses = await killFfmpeg(4, seed);
  expect(losses).toHaveLength(4);
  for (const { lostMs, unreadable } of losses) {
    expect(lostMs).toBeLessThanOrEqual(500);
    expect(unreadable).toBe(0);
  }
}, 120_000);

test('a killed recorder does, too', async () => {
  const losses = await killRecorder(4, seed);
  expect(losses).toHaveLength(4);
  for (const { lostMs, unreadable } of losses) {
    expect(lostMs).toBeLessThanOrEqual(500);
    expect(unreadable).toBe(0);
  }
}, 120_000);

test('the control: one that writes long fragments loses more, and it is seen', async () => {
  const losses = await killRecorder(6, seed, { controlFragmentMs: 2_000 });
  expect(Math.max(...losses.map(({ lostMs }) => lostMs))).toBeGreaterThan(500);
}, 120_000);
