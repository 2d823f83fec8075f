import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FilingDetail } from '../../sync/contract/filing-review.ts';
import { seedOf } from '../fault/seeded.ts';
import { sampleContent } from '../helpers/sample-content.ts';
import { FuzzedServer } from './fuzzed-server.ts';
import { bodyLike, oddText } from './odd-json.ts';
import { runs } from './runs.ts';

const seed = seedOf('fuzz of the filing API');
const options = { seed, numRuns: runs };
const json = { 'content-type': 'application/json' };

let fuzzed: FuzzedServer;
let school: ReturnType<FuzzedServer['server']['as']>;

beforeAll(async () => {
  fuzzed = await FuzzedServer.start();
  await fuzzed.server.addAccount('school', 'organiser', sampleContent().organiser);
  school = fuzzed.server.as('school');
  await fuzzed.stillServes();
  await school({ url: '/api/v1/filings' });
  fuzzed.added();
});
afterAll(async () => {
  await fuzzed.stillServes();
  await fuzzed.close();
});

async function newDraft(): Promise<FilingDetail> {
  const answer = await school({ method: 'POST', url: '/api/v1/filings', payload: sampleContent() });
  fuzzed.added();
  return answer.json();
}

test('a draft is kept whole or not at all', async () => {
  const body = fc.oneof(bodyLike(sampleContent()), bodyLike({ ...sampleContent(), class: fuzzed.classId }));
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(body, async (payload) => {
      const request = { method: 'POST', url: '/api/v1/filings', headers: json, payload } as const;
      if (fuzzed.judge(await school(request)) >= 400) return;
      kept += 1;
      expect(fuzzed.added()).toEqual({ filings: 1, journal: 1 });
    }),
    options,
  );
  console.log(`${kept} kept`);
}, 900_000);

test('each step moves a filing, with one entry in the journal, or leaves it as it was', async () => {
  let filing = await newDraft();
  const done = new Map<string, number>();
  const bodies = {
    edit: () => bodyLike({ version: filing.version, content: sampleContent() }),
    submission: () => bodyLike({ version: filing.version }),
    withdrawal: () => bodyLike({ version: filing.version + 1 }),
    return: () => bodyLike({ version: filing.version, reason: '课程安排不全' }),
    acceptance: () => bodyLike({ version: filing.version, planVersion: null }),
  } as const;
  const step = fc.constantFrom(...(Object.keys(bodies) as (keyof typeof bodies)[]));
  await fc.assert(
    fc.asyncProperty(step, fc.nat(), fc.boolean(), async (name, salt, isRight) => {
      if (['accepted', 'withdrawn'].includes(filing.state)) filing = await newDraft();
      const [odd = ''] = fc.sample(bodies[name](), { numRuns: 1, seed: salt });
      const payload = isRight ? rightBody(name, filing) : odd;
      const asking = ['return', 'acceptance'].includes(name) ? fuzzed.server.asReviewer : school;
      const url = `/api/v1/filings/${filing.id}${name === 'edit' ? '' : `/${name}`}`;
      const method = name === 'edit' ? 'PUT' : 'POST';
      const answer = await asking({ method, url, headers: json, payload });
      if (fuzzed.judge(answer) >= 400) return;
      done.set(name, (done.get(name) ?? 0) + 1);
      const moved = answer.json<FilingDetail>();
      expect([moved.id, moved.version]).toEqual([filing.id, filing.version + 1]);
      const added = fuzzed.added();
      expect(added.journal).toBe(1);
      expect(added.class_plans ?? 0).toBe(moved.state === 'accepted' ? 1 : 0);
      filing = moved;
    }),
    options,
  );
  console.log(Object.fromEntries(done));
  // Each was done, or this tried nothing.
  if (runs >= 500) expect([...done.keys()].sort()).toEqual(Object.keys(bodies).sort());
}, 900_000);

function rightBody(name: string, { version }: FilingDetail): string {
  if (name === 'edit') return JSON.stringify({ version, content: sampleContent() });
  if (name === 'return') return JSON.stringify({ version, reason: '课程安排不全' });
  if (name === 'acceptance') return JSON.stringify({ version, planVersion: null });
  return JSON.stringify({ version });
}

const places = [
  (text: string) => `/api/v1/filings/${text}`,
  (text: string) => `/api/v1/filings/${text}/workbook.xlsx`,
  (text: string) => `/api/v1/filings?state=${text}`,
  (text: string) => `/api/v1/filings/template.xlsx?${text}`,
  (text: string) => `/api/v1/filing-photos/${text}`,
  (text: string) => `/api/v1/filing-photos/${'0'.repeat(64)}?${text}`,
];

test('addresses', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), oddText, fc.boolean(), async (place, text, isSchool) => {
      const url = place(encodeURIComponent(text.toWellFormed()));
      fuzzed.judge(await (isSchool ? school : fuzzed.server.asReviewer)({ url }));
    }),
    { ...options, numRuns: Math.ceil(runs / 5) },
  );
}, 900_000);

test('photographs and workbooks of any bytes and any type', async () => {
  const head = fc.constantFrom('', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'PK\x03\x04', '\xd0\xcf\x11\xe0');
  const seen = new Set<string>();
  const request = fc.record({
    url: fc.constantFrom(
      '/api/v1/filing-photos',
      '/api/v1/filings/import',
      '/api/v1/filings/import?filing=x',
    ),
    type: fc.constantFrom(
      'image/jpeg',
      'image/png',
      'application/octet-stream',
      'application/json',
      'text/html',
    ),
    payload: fc.tuple(head, fc.uint8Array({ maxLength: 300 })),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ url, type, payload: [first, rest] }) => {
      const payload = Buffer.concat([Buffer.from(first, 'latin1'), rest]);
      const headers = { 'content-type': type };
      if (fuzzed.judge(await school({ method: 'POST', url, headers, payload })) >= 400) return;
      // The same bytes again are the same photograph.
      const isNew = !seen.has(payload.toString('latin1'));
      seen.add(payload.toString('latin1'));
      expect(fuzzed.added()).toEqual(isNew ? { filing_photos: 1, journal: 1 } : {});
    }),
    options,
  );
}, 900_000);
