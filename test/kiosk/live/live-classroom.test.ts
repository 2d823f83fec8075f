import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Classroom } from '../../helpers/classroom.ts';
import { liveFilm } from '../../helpers/live-film.ts';
import { until } from '../../helpers/test-kiosk.ts';

let room: Classroom;
let base: string;

beforeEach(async () => {
  room = await new Classroom().open();
  await room.startKiosk();
  const classId = room.kiosk.app.plans.all()[0]?.class;
  base = `/api/v1/classes/${classId}/live-views`;
  await until('the control channel', () => isConnected());
});
afterEach(() => room.close());

const device = () => room.kiosk.log.identity.device;
const isConnected = () => room.server.context.monitor.feeds.channels.isOpen(device());
const get = (url: string) => room.server.asReviewer({ url });
async function watch(): Promise<string> {
  const answer = await room.server.asReviewer({ method: 'POST', url: base, payload: { camera: 'room' } });
  return `${base}/${answer.json().view}`;
}
const stateOf = async (view: string) => (await get(view)).json().state as string;
const playlist = async (view: string) => (await get(`${view}/live.m3u8`)).body;
const parts = async (view: string) => (await playlist(view)).match(/EXT-X-PART:/g)?.length ?? 0;
const pushed = async (view: string, count: number) =>
  until(`${count} parts`, async () => (await parts(view)) >= count);
const beingPushed = () => until('somebody to push', () => room.kiosk.camera.watchers > 0);
const film = (seconds: number, run = 'r1') => liveFilm(seconds, room.server.clock.now(), run);

test('what the camera gives is what a viewer decodes, picture for picture', async () => {
  const view = await watch();
  await beingPushed();
  for (const fragment of await film(4)) room.kiosk.camera.giveFragment(fragment);
  await pushed(view, 8);
  const uris = [...(await playlist(view)).matchAll(/(?:MAP|PART)[^\n]*URI="([^"]+)"/g)].map(([, uri]) => uri);
  const bytes = await Promise.all(uris.map(async (uri) => (await get(`${view}/${uri}`)).rawPayload));
  const file = join(room.kioskDir, 'seen.mp4');
  writeFileSync(file, Buffer.concat(bytes));
  const count = ['-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
  const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', ...count, file]);
  expect(stdout.trim()).toBe('40');
  expect(await stateOf(view)).toBe('live');
});

test('two reviewers are one push; the kiosk stops after the second has left', async () => {
  const views = [await watch(), await watch()];
  await beingPushed();
  const fragments = await film(2);
  const { link } = room.kiosk.app.parts;
  const push = link.pushLive.bind(link);
  let sent = 0;
  link.pushLive = (of, feed, body) => {
    sent += body.length;
    return push(of, feed, body);
  };
  for (const fragment of fragments) room.kiosk.camera.giveFragment(fragment);
  for (const view of views) await pushed(view, 4);
  const filmed = fragments.reduce((sum, { bytes }) => sum + bytes.length, fragments[0]?.init.length ?? 0);
  expect(room.kiosk.camera.watchers).toBe(1);
  expect(sent).toBeGreaterThan(filmed);
  expect(sent).toBeLessThan(1.2 * filmed);
  for (const url of views) {
    expect(room.kiosk.camera.watchers).toBe(1);
    await room.server.asReviewer({ method: 'DELETE', url });
    await room.server.context.monitor.views.sweep();
  }
  await until('the kiosk to stop', () => room.kiosk.camera.watchers === 0);
});

describe('when something breaks', () => {
  test('a viewer who vanishes without a word: the kiosk stops all the same', async () => {
    await watch();
    await beingPushed();
    room.server.clock.advance(9_000);
    await room.server.context.monitor.views.sweep();
    await until('the kiosk to stop', () => room.kiosk.camera.watchers === 0);
  });

  test('the link is lost while the kiosk pushes: the page is told, and the picture comes back', async () => {
    const view = await watch();
    await beingPushed();
    const fragments = await film(3);
    for (const fragment of fragments.slice(0, 2)) room.kiosk.camera.giveFragment(fragment);
    await pushed(view, 2);
    room.proxy.pointTo(0);
    await until('the page to be told', async () => (await stateOf(view)) === 'not-connected');
    await until('the kiosk to stop', () => room.kiosk.camera.watchers === 0);
    await room.plugServerIn();
    await beingPushed();
    for (const fragment of fragments.slice(2)) room.kiosk.camera.giveFragment(fragment);
    await pushed(view, 6);
    expect(await playlist(view)).not.toContain('DISCONTINUITY\n');
    expect(await stateOf(view)).toBe('live');
  });

  test('the server is started anew: the old view has ended, another one gets the picture', async () => {
    const before = await watch();
    await beingPushed();
    await room.restartServer();
    await until('the control channel', () => isConnected());
    expect((await get(before)).statusCode).toBe(404);
    const view = await watch();
    await beingPushed();
    for (const fragment of await film(1)) room.kiosk.camera.giveFragment(fragment);
    await pushed(view, 2);
    expect(await stateOf(view)).toBe('live');
  });

  test('the camera stalls and comes back as another run: told, then a discontinuity', async () => {
    const view = await watch();
    await beingPushed();
    for (const fragment of await film(1)) room.kiosk.camera.giveFragment(fragment);
    await pushed(view, 2);
    room.kiosk.camera.breakDown('no picture for 3 s', room.server.clock.now());
    await until('the page to be told', async () => (await stateOf(view)) === 'camera-out-of-order');
    room.server.clock.advance(5_000);
    room.kiosk.camera.recover(room.server.clock.now());
    for (const fragment of await film(1, 'r2')) room.kiosk.camera.giveFragment(fragment);
    await pushed(view, 4);
    expect(await playlist(view)).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="inits/2"');
    expect(await stateOf(view)).toBe('live');
  });

  test('nothing of what was watched lies on the server’s disk', async () => {
    const view = await watch();
    await beingPushed();
    const fragments = await film(1);
    for (const fragment of fragments) room.kiosk.camera.giveFragment(fragment);
    await pushed(view, 2);
    const marker = fragments[0]?.bytes.subarray(-64) ?? Buffer.alloc(0);
    const files = () =>
      readdirSync(room.server.dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
    const lies = () => files().some((bytes) => bytes.includes(marker));
    expect([marker.length, lies()]).toEqual([64, false]);
    writeFileSync(join(room.server.dir, 'as if it did'), fragments[0]?.bytes ?? '');
    expect(lies()).toBe(true);
  });
});
