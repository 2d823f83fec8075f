import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer, testStart } from '../../helpers/test-server.ts';
import { MadeSegments } from './period-video/made-segments.ts';

const made = new MadeSegments();
let video: Buffer;
let server: TestServer;

beforeAll(() => {
  const [file = ''] = made.run('lesson', { seconds: 2 });
  video = readFileSync(file);
});
afterAll(() => made.remove());
beforeEach(async () => {
  server = await startTestServer();
  const kiosk = await FakeKiosk.enrol(server);
  const { class: classId } = await server.file(sampleFiling([kiosk.device]));
  server.clock.advanceTo(testStart + 61 * 60_000);
  kiosk.announce(video, {}, classId);
  await kiosk.send();
  await kiosk.upload(video);
});
afterEach(() => server.close());

const picture = (digest: string) => server.asReviewer({ url: `/api/v1/segments/${digest}.jpg` });

test('a verified segment has a small picture, and stands beside its video', async () => {
  const answer = await picture(sha256(video));
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/jpeg']);
  expect(answer.rawPayload.subarray(0, 2).toString('hex')).toBe('ffd8');
  const whole = await server.asReviewer({ url: `/api/v1/segments/${sha256(video)}.mp4` });
  expect(whole.rawPayload.equals(video)).toBe(true);
});

test('one that was changed afterwards, or is not here, has none', async () => {
  expect((await picture('a'.repeat(64))).statusCode).toBe(404);
  await picture(sha256(video));
  await server.tamper(`UPDATE segment_files SET state = 'damaged'`);
  expect((await picture(sha256(video))).statusCode).toBe(409);
});
