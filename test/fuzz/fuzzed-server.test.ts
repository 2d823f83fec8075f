import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FuzzedServer } from './fuzzed-server.ts';

let fuzzed: FuzzedServer;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  await fuzzed.stillServes();
});
afterAll(() => fuzzed.close());

const answer = (statusCode: number, body: unknown) =>
  ({ statusCode, body: typeof body === 'string' ? body : JSON.stringify(body) }) as LightMyRequestResponse;
const refusal = { code: 'invalid_input', message: '请求有误。', messageEn: 'request: is not valid.' };

test('a typed refusal after which nothing is stored is let pass', () => {
  expect(fuzzed.judge(answer(400, refusal))).toBe(400);
});

test.each([
  ['a failure of the server', answer(500, { ...refusal, code: 'internal' })],
  ['a failure under a lower number', answer(400, { ...refusal, code: 'internal' })],
  ['a refusal that is no error of ours', answer(400, { error: 'Bad Request' })],
  ['a refusal that is no JSON', answer(404, '<html></html>')],
])('%s is seen', (_name, given) => {
  expect(() => fuzzed.judge(given)).toThrow();
});

test('a half that a refusal left behind is seen', async () => {
  await fuzzed.server.tamper(`INSERT INTO merkle_nodes (level, number, hash) VALUES (0, 99, 'ff')`);
  expect(() => fuzzed.judge(answer(400, refusal))).toThrow(/a refusal stores nothing/);
});

test('half a file that an upload left behind is seen', async () => {
  await fuzzed.stillServes();
  expect(fuzzed.judgeUpload(answer(400, refusal))).toBe(400);
  writeFileSync(join(fuzzed.server.dir, 'segments', 'incoming', '1.part'), 'half');
  expect(() => fuzzed.judgeUpload(answer(400, refusal))).toThrow(/half a file/);
});
