import { expect, test } from 'vitest';
import { LivePusher } from '../../../kiosk/live/live-pusher.ts';
import { AppError, type ErrorCode } from '../../../sync/base/errors.ts';
import { createLog } from '../../../sync/base/log.ts';
import { SimulatedClock } from '../../../sync/base/simulated-clock.ts';
import { type LivePush, readLivePush } from '../../../sync/transport/control-push.ts';
import { FakeCamera } from '../../helpers/fake-camera.ts';
import { madeUpFragment } from '../../helpers/live-film.ts';
import { until } from '../../helpers/test-kiosk.ts';

/** A server that answers pushes as told, and a pusher for it. */
function pushing(camera: FakeCamera | undefined, answers: ('ok' | 'needs-init' | ErrorCode)[] = []) {
  const pushes: LivePush[] = [];
  const parts = {
    link: {
      async pushLive(_device: string, _feed: string, body: Buffer) {
        pushes.push(readLivePush(body));
        const answer = answers.shift() ?? 'ok';
        if (answer !== 'ok' && answer !== 'needs-init') throw new AppError(answer, 'as told');
        return { needsInit: answer === 'needs-init' };
      },
    },
    device: 'dev_1',
    clock: new SimulatedClock(1_000_000),
    logger: createLog('kiosk', 'silent'),
  };
  const pusher = new LivePusher({ feed: 'feed_1', camera: 'room' }, camera, parts);
  const video = () => pushes.filter(({ fragments }) => fragments.length > 0);
  return { pusher, pushes, video };
}
const newCamera = () => new FakeCamera('/nowhere');

test('tells how the camera does before it has pictures', async () => {
  const camera = newCamera();
  camera.breakDown('unplugged', 0);
  const { pusher, pushes } = pushing(camera);
  await until('a push', () => pushes.length === 1);
  expect(pushes[0]).toMatchObject({ camera: 'out-of-order', run: null, sentAt: 1_000_000, fragments: [] });
  await pusher.close();
});

test('a kiosk without that camera says so', async () => {
  const { pusher, pushes } = pushing(undefined);
  await until('a push', () => pushes.length === 1);
  expect(pushes[0]?.camera).toBe('absent');
  await pusher.close();
});

test('the beginning of a run goes along once', async () => {
  const camera = newCamera();
  const { pusher, video } = pushing(camera);
  camera.giveFragment(madeUpFragment(0, { independent: true }));
  await until('the first', () => video().length === 1);
  camera.giveFragment(madeUpFragment(500));
  await until('the second', () => video().length === 2);
  expect(video().map(({ init }) => init.toString())).toEqual(['init of r1', '']);
  await pusher.close();
});

test('when the server lacks it, or no answer came, it goes again with the same fragments', async () => {
  const camera = newCamera();
  const { pusher, video } = pushing(camera, ['ok', 'needs-init', 'server_unreachable', 'ok']);
  await until('the first word', () => true);
  camera.giveFragment(madeUpFragment(0, { independent: true }));
  await until('three tries', () => video().length === 3);
  expect(video().map(({ init }) => init.toString())).toEqual(['init of r1', 'init of r1', 'init of r1']);
  expect(new Set(video().map(({ fragments }) => fragments[0]?.startAt))).toEqual(new Set([0]));
  await pusher.close();
});

test('when nobody watches any more it stops by itself', async () => {
  const camera = newCamera();
  const { pusher, pushes } = pushing(camera, ['conflict']);
  await until('its end', () => camera.watchers === 0);
  camera.giveFragment(madeUpFragment(0, { independent: true }));
  await pusher.close();
  expect(pushes).toHaveLength(1);
});

test('closed, it watches no more', async () => {
  const camera = newCamera();
  const { pusher } = pushing(camera);
  expect(camera.watchers).toBe(1);
  await pusher.close();
  expect(camera.watchers).toBe(0);
});
