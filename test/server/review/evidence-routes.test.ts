import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClassPlan } from '../../../sync/contract/class-plan.ts';
import { readBundle } from '../../../sync/evidence/bundle.ts';
import { publicKeyFromPem } from '../../../sync/evidence/keys.ts';
import { Verifier } from '../../../sync/evidence/verifier.ts';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { checkInOf } from '../../helpers/log-writer.ts';
import { idNumbers, sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer, type TestServer } from '../../helpers/test-server.ts';

let server: TestServer;
let kiosk: FakeKiosk;
let classId: string;
let plan: ClassPlan;

beforeEach(async () => {
  server = await startTestServer();
  kiosk = await FakeKiosk.enrol(server);
  classId = (await server.file(sampleFiling([kiosk.device]))).class;
  plan = await server.plan(classId);
  kiosk.begin();
  for (let i = 0; i < 600; i += 1) {
    kiosk.append('check-in', checkInOf(plan, { id: `chk_${i}` }), { class: classId });
  }
  const video = Buffer.from('ftypvideo');
  kiosk.announce(video, {}, classId);
  await kiosk.send(kiosk.records.slice(0, 400));
  await kiosk.send(kiosk.records.slice(400));
  await kiosk.upload(video);
});
afterEach(() => server.close());

/** Exports the class and checks it, from the key that the server publishes. */
async function verifyExport() {
  const answer = await server.asReviewer({ url: `/api/v1/classes/${classId}/evidence` });
  expect(answer.headers['content-disposition']).toContain(`evidence-${classId}.jsonl`);
  const file = join(mkdtempSync(join(tmpdir(), 'keqin-export-')), 'evidence.jsonl');
  writeFileSync(file, answer.body);
  const trust = await server.inject({ url: '/api/v1/trust' });
  const verifier = new Verifier([publicKeyFromPem(trust.body)]);
  for await (const { line, number } of readBundle(file)) verifier.addLine(line, number);
  return { verifier, text: answer.body };
}

test('a class’s evidence is verified offline from the server’s key, and holds no name or ID number', async () => {
  const { verifier, text } = await verifyExport();
  expect(verifier.wrong).toEqual([]);
  expect(verifier.counts).toMatchObject({ records: 602, checkIns: 600, segmentsNamed: 1 });
  expect(text).not.toMatch(/学员|教师/);
  for (const number of Object.values(idNumbers)) expect(text).not.toContain(number);
});

test('a record edited in the store is named by whoever checks the export', async () => {
  await server.tamper(`update records set text = replace(text, '"chk_450"', '"chk_999"')`);
  const { verifier } = await verifyExport();
  expect(verifier.wrong[0]?.what).toContain('record 452 of');
});
