import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseAs } from '../../../../sync/base/parse.ts';
import { PeriodVideo } from '../../../../sync/contract/period-video.ts';
import { sha256 } from '../../../../sync/evidence/digest.ts';
import { FakeKiosk } from '../../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../../helpers/test-server.ts';
import { MadeSegments } from './made-segments.ts';

const nine = testStart + 60 * 60_000;
const made = new MadeSegments();
let videos: Buffer[];
let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;

beforeAll(() => {
  videos = made.run('lesson', { seconds: 8, sound: true }).map((file) => readFileSync(file));
});
afterAll(() => made.remove());
beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  server.clock.advanceTo(nine + 60_000);
});
afterEach(() => server.close());

/** Segments of two seconds from two seconds before the first period on: the first one is not of it. */
async function record(upload = (_index: number) => true): Promise<void> {
  videos.forEach((bytes, index) => {
    const startAt = nine + (index - 1) * 2_000;
    kiosk.announce(bytes, { startAt, endAt: startAt + 2_000 }, classId);
  });
  await kiosk.send();
  for (const [index, bytes] of videos.entries()) if (upload(index)) await kiosk.upload(bytes);
}
const get = (rest: string, headers = {}) =>
  server.asReviewer({ url: `/api/v1/classes/${classId}/periods/2026-11-20/${rest}`, headers });
const list = async () => parseAs(PeriodVideo, (await get('1/video.json')).json(), 'list');

test('each segment of the period lies in the mp4 with the digest that its record names', async () => {
  await record();
  const { parts, gaps } = await list();
  const film = await server.asReviewer({ url: parts[0]?.url ?? '' });
  expect(film.headers).toMatchObject({
    'content-type': 'video/mp4',
    'content-length': String(parts[0]?.sizeBytes),
    'content-disposition': `attachment; filename="${classId}-2026-11-20-1-room.mp4"`,
  });
  const announced = kiosk.records.filter(({ body }) => body.kind === 'segment').slice(1);
  const held = parts[0]?.segments.map(({ offset, sizeBytes, device, seq }) => ({
    ...{ device, seq },
    sha256: sha256(film.rawPayload.subarray(offset, offset + sizeBytes)),
  }));
  expect(held).toEqual(
    announced.map(({ body }) => ({ device: body.device, seq: body.seq, sha256: body.data.sha256 })),
  );
  expect(parts[0]?.durationMs).toBeGreaterThan(5_900);
  expect(gaps.map(({ startAt, cause }) => [startAt - nine, cause])).toEqual([[6_000, 'unexplained']]);
});

test('what is not here or was changed is not in it, and is a gap', async () => {
  await record((index) => index !== 2);
  await server.tamper(
    `UPDATE segment_files SET state = 'damaged' WHERE sha256 = ?`,
    sha256(videos[3] as Buffer),
  );
  const { parts, gaps } = await list();
  expect(parts[0]?.segments.map((segment) => segment.sha256)).toEqual([sha256(videos[1] as Buffer)]);
  expect(gaps[0]).toMatchObject({ startAt: nine + 2_000, cause: 'not-uploaded' });
});

test('a range of it, continued only while it is the same film', async () => {
  await record((index) => index < 3);
  const whole = await get('1/video.mp4');
  const etag = String(whole.headers.etag);
  const range = await get('1/video.mp4', { range: 'bytes=1000-1999', 'if-range': etag });
  expect([range.statusCode, range.headers['content-range']]).toEqual([
    206,
    `bytes 1000-1999/${whole.rawPayload.length}`,
  ]);
  expect(range.rawPayload.equals(whole.rawPayload.subarray(1_000, 2_000))).toBe(true);
  expect((await get('1/video.mp4', { range: `bytes=${whole.rawPayload.length}-` })).statusCode).toBe(416);
  await kiosk.upload(videos[3] as Buffer);
  const longer = await get('1/video.mp4', { range: 'bytes=1000-1999', 'if-range': etag });
  expect(longer.statusCode).toBe(200);
  expect(longer.rawPayload.length).toBeGreaterThan(whole.rawPayload.length);
});

test.each([
  ['a period without video', '2/video.mp4', 404, '这一节课还没有已核验的录像。'],
  ['no such period', '7/video.json', 404, '该班次没有这一节课。'],
  ['the other camera', '1/video.mp4?camera=door', 404, '这一节课还没有已核验的录像。'],
  ['no such part', '1/video.mp4?part=2', 404, '没有这一部分录像。'],
  ['a part that is no number', '1/video.mp4?part=x', 400, undefined],
])('%s', async (_name, rest, status, message) => {
  await record();
  const answer = await get(rest);
  expect(answer.statusCode).toBe(status);
  if (message) expect(answer.json().message).toBe(message);
});
