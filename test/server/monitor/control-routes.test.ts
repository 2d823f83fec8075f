import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppError } from '../../../sync/base/errors.ts';
import { memoryKey } from '../../../sync/evidence/keys.ts';
import { livePushType } from '../../../sync/transport/control-push.ts';
import { ServerLink } from '../../../sync/transport/server-link.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { madeUpPart } from '../../helpers/live-film.ts';
import { holdChannel, push, urlOf } from '../../helpers/live-kiosk.ts';
import { until } from '../../helpers/test-kiosk.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;
const open: (() => Promise<void>)[] = [];

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
  await server.close();
});

async function channel(of = kiosk) {
  const held = await holdChannel(server, of);
  open.push(held.close);
  return held;
}
const feeds = () => server.context.monitor.feeds;
const revoke = () =>
  server.asReviewer({
    method: 'POST',
    url: `/api/v1/devices/${kiosk.device}/revocation`,
    payload: { fromSeq: '9', reason: '终端遗失' },
  });
/** Why the server opens no channel for a link; nothing when it does. */
async function whyNot(link: ServerLink, device = kiosk.device): Promise<string | undefined> {
  const closing = new AbortController();
  const body = await link.openControl(device, closing.signal).catch((error: AppError) => error.code);
  closing.abort();
  return typeof body === 'string' ? body : undefined;
}

describe('the control channel', () => {
  test('says at once what is wanted, then each change', async () => {
    const held = await channel();
    await until('the first line', () => held.orders()?.length === 0);
    const feed = feeds().watch(kiosk.device, 'room');
    await until('the order', () => held.orders()?.length === 1);
    expect(held.orders()).toEqual([{ feed: feed.id, camera: 'room' }]);
    feeds().end(feed);
    await until('the end of it', () => held.orders()?.length === 0);
  });

  test('the newest channel of a kiosk counts: the one before looks whole from here when its link broke', async () => {
    const first = await channel();
    await until('the first', () => first.orders() !== undefined);
    const second = await channel();
    await until('the second', () => second.orders() !== undefined);
    expect(feeds().channels.isOpen(kiosk.device)).toBe(true);
  });

  test('a kiosk that goes is gone', async () => {
    const held = await channel();
    await until('the channel', () => feeds().channels.isOpen(kiosk.device));
    await held.close();
    await until('its end', () => !feeds().channels.isOpen(kiosk.device));
  });

  test('a stranger, a forger and a revoked kiosk get none', async () => {
    const { link } = await channel();
    const other = (key = memoryKey('ES256')) =>
      new ServerLink({ baseUrl: urlOf(server), signer: () => key, clock: server.clock });
    expect(await whyNot(link)).toBeUndefined();
    expect(await whyNot(other(), 'dev_stranger')).toBe('unknown_device');
    expect(await whyNot(other())).toBe('bad_signature');
    expect((await revoke()).statusCode).toBe(201);
    expect(await whyNot(link)).toBe('device_revoked');
  });

  test('a revoked kiosk loses the channel that it holds', async () => {
    await channel();
    await until('the channel', () => feeds().channels.isOpen(kiosk.device));
    await revoke();
    expect(feeds().channels.isOpen(kiosk.device)).toBe(false);
  });

  test('the server closes though channels are open', async () => {
    const held = await channel();
    await until('the channel', () => held.orders() !== undefined);
    const closed = server.close(true);
    await expect(closed).resolves.toBeUndefined();
    server = await startTestServer({ dir: server.dir, clock: server.clock, serverKey: server.serverKey });
  });
});

describe('a push', () => {
  const video = (startAt: number) => ({
    run: 'r1',
    init: Buffer.from('init'),
    fragments: [madeUpPart(startAt, { independent: true })],
  });

  test('that was asked for is kept', async () => {
    const feed = feeds().watch(kiosk.device, 'room');
    const answer = await push(server, kiosk, feed.id, video(server.clock.now()));
    expect([answer.statusCode, answer.json()]).toEqual([200, { needsInit: false }]);
    expect(feed.ring.segments).toHaveLength(1);
    expect(feed.state).toBe('live');
  });

  test('without the beginning of its run is not taken, and is told so', async () => {
    const feed = feeds().watch(kiosk.device, 'room');
    const late = { ...video(server.clock.now()), init: Buffer.alloc(0) };
    expect((await push(server, kiosk, feed.id, late)).json()).toEqual({ needsInit: true });
    expect(feed.ring.segments).toEqual([]);
  });

  test('that nobody asked for is refused: no feed, an ended one, another kiosk’s', async () => {
    const feed = feeds().watch(kiosk.device, 'room');
    const other = await FakeKiosk.enrol(server);
    const notAsked = async (of: FakeKiosk, id: string) => {
      const answer = await push(server, of, id, video(server.clock.now()));
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'conflict']);
    };
    await notAsked(kiosk, 'feed_x1');
    await notAsked(other, feed.id);
    feeds().end(feed);
    await notAsked(kiosk, feed.id);
    expect(feed.ring.segments).toEqual([]);
  });

  test('of too much is refused, and later taken again', async () => {
    const feed = feeds().watch(kiosk.device, 'room');
    const large = (startAt: number) => ({
      ...video(startAt),
      fragments: [madeUpPart(startAt, { independent: true, bytes: Buffer.alloc(3_500_000) })],
    });
    const now = server.clock.now();
    expect((await push(server, kiosk, feed.id, large(now))).statusCode).toBe(200);
    const refused = await push(server, kiosk, feed.id, large(now + 500));
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'too_many_tries']);
    server.clock.advance(1_000);
    expect((await push(server, kiosk, feed.id, large(now + 500))).statusCode).toBe(200);
  });

  test('of a body over 4 MiB is not even read', async () => {
    const feed = feeds().watch(kiosk.device, 'room');
    const bytes = Buffer.alloc(4 * 1024 * 1024);
    const fragments = [madeUpPart(server.clock.now(), { independent: true, bytes })];
    const answer = await push(server, kiosk, feed.id, { run: 'r1', init: Buffer.from('i'), fragments });
    expect(answer.statusCode).toBe(413);
  });

  test('with times that no video has is refused', async () => {
    const feed = feeds().watch(kiosk.device, 'room');
    for (const endAt of [server.clock.now(), server.clock.now() + 31_000]) {
      const odd = { ...video(0), fragments: [madeUpPart(server.clock.now(), { endAt })] };
      expect((await push(server, kiosk, feed.id, odd)).json().code).toBe('invalid_input');
    }
  });

  test('signed for other bytes is refused', async () => {
    const feed = feeds().watch(kiosk.device, 'room');
    const url = `/api/v1/devices/${kiosk.device}/live/${feed.id}`;
    const headers = { authorization: await kiosk.authorize('POST', url), 'content-type': livePushType };
    const answer = await server.inject({ method: 'POST', url, headers, payload: Buffer.from('{}\n') });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'bad_signature']);
  });

  test('of a revoked kiosk is refused', async () => {
    const feed = feeds().watch(kiosk.device, 'room');
    await revoke();
    const answer = await push(server, kiosk, feed.id, video(server.clock.now()));
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'device_revoked']);
  });
});
