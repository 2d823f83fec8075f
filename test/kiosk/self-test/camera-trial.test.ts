import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CameraTrial } from '../../../kiosk/self-test/camera-trial.ts';
import { FakeCamera } from '../../helpers/fake-camera.ts';

const [width, height] = [192, 108];
const frame = (fill: (at: number) => number) => ({
  width,
  height,
  at: 0,
  rgb: Buffer.from(Array.from({ length: width * height * 3 }, (_, at) => fill(at))),
});
const scene = (shift: number) => frame((at) => (at * 7 + shift) % 256);
const dark = (noise: number) => frame((at) => (at * 13 + noise) % 20);
const fragment = {
  run: 'run',
  init: Buffer.from('init'),
  bytes: Buffer.from('moofmdat'),
  startAt: 0,
  endAt: 500,
  independent: true,
};

/** What the trial says while `give` plays the camera. */
async function tried(give: (camera: FakeCamera) => void, { records = true } = {}) {
  const camera = new FakeCamera(mkdtempSync(join(tmpdir(), 'keqin-camera-')));
  const trial = new CameraTrial(camera, { records });
  const finding = trial.run(30);
  give(camera);
  return finding;
}

test('pictures that change, and video that grows: well, and said at once', async () => {
  const camera = new FakeCamera(mkdtempSync(join(tmpdir(), 'keqin-camera-')));
  const finding = new CameraTrial(camera, { records: true }).run(60_000);
  camera.giveFrame(scene(0));
  camera.giveFrame(scene(1));
  camera.giveFragment(fragment);
  expect(await finding).toMatchObject({ ok: true });
  expect(camera.watchers).toBe(0);
});

test.each([
  ['nothing', () => undefined, '没有画面'],
  ['one picture alone', (c: FakeCamera) => c.giveFrame(scene(0)), '画面不动'],
  ['one picture again and again', (c: FakeCamera) => [0, 0, 0].map((n) => c.giveFrame(scene(n))), '画面不动'],
  ['a dark sensor’s noise', (c: FakeCamera) => [1, 2, 3].map((n) => c.giveFrame(dark(n))), '画面全黑'],
  ['pictures and no video', (c: FakeCamera) => [1, 2].map((n) => c.giveFrame(scene(n))), '录像没有写入'],
])('a camera that gives %s', async (_, give, said) => {
  const { ok, zh } = await tried(give);
  expect(ok).toBe(false);
  expect(zh).toContain(said);
});

test('the door camera records nothing, and need not', async () => {
  const give = (camera: FakeCamera) => [1, 2].map((n) => camera.giveFrame(scene(n)));
  expect(await tried(give, { records: false })).toMatchObject({ ok: true });
});

test('a room where one lamp is lit is not black', async () => {
  const lamp = width * height;
  const dim = (n: number) => frame((at) => (at > lamp && at < 2 * lamp ? 200 : 10 + n));
  const give = (camera: FakeCamera) => [1, 2].map((n) => camera.giveFrame(dim(n)));
  expect(await tried(give, { records: false })).toMatchObject({ ok: true });
});

test('a camera out of order is not waited for', async () => {
  const camera = new FakeCamera(mkdtempSync(join(tmpdir(), 'keqin-camera-')));
  camera.breakDown('gone', 0);
  const finding = await new CameraTrial(camera, { records: true }).run(60_000);
  expect(finding.zh).toContain('没有连上');
});
