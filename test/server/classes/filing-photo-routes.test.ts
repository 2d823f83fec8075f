import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256 } from '../../../sync/evidence/digest.ts';
import { sampleContent } from '../../helpers/sample-content.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(100, 7)]);
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100, 7)]);

let server: TestServer;
let school: ReturnType<TestServer['as']>;
let other: ReturnType<TestServer['as']>;
beforeEach(async () => {
  server = await startTestServer();
  await server.addAccount('school', 'organiser', '绥化某培训学校');
  await server.addAccount('other-school', 'organiser', '另一培训学校');
  [school, other] = [server.as('school'), server.as('other-school')];
});
afterEach(() => server.close());

const upload = (payload: Buffer, headers: Record<string, string> = { 'content-type': 'image/jpeg' }) =>
  school({ method: 'POST', url: '/api/v1/filing-photos', headers, payload });
const files = () =>
  readdirSync(server.context.filingPhotosDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

test.each([
  ['jpg', 'image/jpeg', jpeg],
  ['png', 'image/png', png],
])('a %s comes back as it was, to its organiser and to the bureau only', async (_ending, type, bytes) => {
  const answer = await upload(bytes, { 'content-type': type });
  expect([answer.statusCode, answer.json()]).toEqual([201, { sha256: sha256(bytes) }]);
  const url = `/api/v1/filing-photos/${sha256(bytes)}`;
  for (const asking of [school, server.asReviewer]) {
    const back = await asking({ url });
    expect([back.statusCode, back.headers['content-type']]).toEqual([200, type]);
    expect(back.rawPayload.equals(bytes)).toBe(true);
  }
  expect((await other({ url })).statusCode).toBe(404);
});

test('the name of the file, with a path in it, is nowhere', async () => {
  const headers = {
    'content-type': 'image/jpeg',
    'content-disposition': 'attachment; filename="../../../etc/照片.jpg"',
    slug: '../../evil.jpg',
  };
  await upload(jpeg, headers);
  expect(files()).toEqual([`${sha256(jpeg)}.jpg`]);
  const odd = ['../server.db', '..%2f..%2fserver.db', `${sha256(jpeg)}/../../server-key.pem`];
  for (const name of odd) {
    expect((await school({ url: `/api/v1/filing-photos/${name}` })).statusCode).toBeGreaterThanOrEqual(400);
  }
});

test('by its bytes, not by its type: a page that calls itself a photograph is refused', async () => {
  const answer = await upload(Buffer.from('<script>alert(1)</script>'));
  expect([answer.statusCode, answer.json().message]).toEqual([
    400,
    expect.stringMatching(/不是 JPEG 或 PNG/),
  ]);
  expect((await upload(Buffer.alloc(0))).statusCode).toBe(400);
  expect((await upload(jpeg, { 'content-type': 'text/html' })).statusCode).toBe(415);
});

test('more than 5 MB is refused', async () => {
  const answer = await upload(Buffer.concat([jpeg, Buffer.alloc(5 * 1024 * 1024)]));
  expect([answer.statusCode, answer.json().code]).toEqual([413, 'invalid_input']);
});

test('one that was changed on the disk is not shown', async () => {
  await upload(jpeg);
  const digest = sha256(jpeg);
  writeFileSync(join(server.context.filingPhotosDir, digest.slice(0, 2), `${digest}.jpg`), png);
  expect((await school({ url: `/api/v1/filing-photos/${digest}` })).statusCode).toBe(404);
});

test('a dossier names photographs of its own organiser only', async () => {
  await upload(jpeg);
  const content = sampleContent();
  const dossier = content.dossier.map((device) => ({ ...device, photos: [sha256(jpeg)] }));
  const file = async (asking: typeof school, organiser: string) =>
    (
      await asking({ method: 'POST', url: '/api/v1/filings', payload: { ...content, organiser, dossier } })
    ).json();
  expect((await file(school, '绥化某培训学校')).errors).toEqual([]);
  expect((await file(other, '另一培训学校')).errors).toMatchObject([{ field: 'dossier[0].photos[0]' }]);
});
