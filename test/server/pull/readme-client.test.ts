// The client that README shows must do what it says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryKey, publicKeyPem } from '../../../sync/evidence/keys.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';
import { approveLines, creditLine } from './approve-lines.ts';

const readme = readFileSync(fileURLToPath(new URL('../../../README.md', import.meta.url)), 'utf8');
const client = /```js\n(.*?isProven.*?)```/s.exec(readme)?.[1] ?? '';

let server: TestServer;
let classId: string;
let url: string;

beforeEach(async () => {
  server = await startTestServer();
  classId = (await server.file(sampleFiling([]))).class;
  url = await server.fastify.listen({ host: '127.0.0.1', port: 0 });
  writeFileSync(join(server.dir, 'credits.mjs'), client);
  writeFileSync(join(server.dir, 'trust.pem'), publicKeyPem(server.serverKey.publicKey));
});
afterEach(() => server.close());

async function run(cursor?: string) {
  const args = [join(server.dir, 'credits.mjs'), url, server.pullToken, join(server.dir, 'trust.pem')];
  const child = spawn(process.execPath, cursor === undefined ? args : [...args, cursor]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk));
  const [status] = await once(child, 'close');
  return { status, lines: said.trim().split('\n') };
}
const persons = Array.from({ length: 7 }, (_, i) => `per_${i}`);
const approve = (numbers: readonly number[]) =>
  approveLines(
    server,
    classId,
    persons.flatMap((person) => numbers.map((number) => creditLine(classId, person, number))),
  );

test('takes everything, proven, and goes on from its cursor', async () => {
  await approve([1, 2, 3]);
  const { status, lines } = await run();
  expect([status, lines.filter((line) => line.startsWith('credit ')).length]).toEqual([0, 21]);
  expect(lines[0]).toBe(`credit ${classId} 1 per_0 null 2026-11-20 1 true`);
  const cursor = lines.at(-1)?.split(' ')[1];
  await approve([4]);
  const later = await run(cursor);
  expect(later.lines[0]).toBe(`withdrawn ${classId} 1 superseded`);
  expect(later.lines.filter((line) => line.startsWith('credit '))).toHaveLength(7);
});

test('stops at what another key signed', async () => {
  await approve([1]);
  writeFileSync(join(server.dir, 'trust.pem'), publicKeyPem(memoryKey('Ed25519').publicKey));
  const { status, lines } = await run();
  expect(status).toBe(1);
  expect(lines.join('\n')).toContain('not proven');
});
