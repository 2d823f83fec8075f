import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  const uiDir = mkdtempSync(join(tmpdir(), 'keqin-pages-'));
  mkdirSync(join(uiDir, 'assets'));
  writeFileSync(join(uiDir, 'index.html'), '<title>课勤</title>');
  writeFileSync(join(uiDir, 'assets', 'main.js'), 'run()');
  server = await startTestServer({ uiDir });
});
afterEach(() => server.close());

test.each([
  ['/', 200, '<title>课勤</title>'],
  ['/assets/main.js', 200, 'run()'],
  ['/classes/cls_1/replay?x=1', 200, '<title>课勤</title>'],
  ['/api/v1/nothing', 404, '该地址不存在'],
  ['/../package.json', 200, '<title>课勤</title>'],
])('%s', async (url, status, text) => {
  const answer = await server.inject({ url });
  expect(answer.statusCode).toBe(status);
  expect(answer.body).toContain(text);
});

test('a page is only ever read', async () => {
  expect((await server.inject({ method: 'POST', url: '/classes' })).statusCode).toBe(404);
});
