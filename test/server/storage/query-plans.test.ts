import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { FakeKiosk } from '../../helpers/fake-kiosk.ts';
import { sampleFiling } from '../../helpers/sample-filing.ts';
import { startTestServer } from '../../helpers/test-server.ts';

/** The texts that `work` asks the database, once each. */
async function asked(work: () => Promise<unknown>): Promise<readonly string[]> {
  const prepare = vi.spyOn(Sqlite.prototype, 'prepare');
  await work();
  const texts = prepare.mock.calls.map(([text]) => text);
  prepare.mockRestore();
  return [...new Set(texts)].filter((text) => /^select/i.test(text));
}

/** Steps that read the records of other classes: all of them, or all of one state. */
function walks(file: string, text: string): readonly string[] {
  const sqlite = new Sqlite(file, { readonly: true });
  const parameters = [...text.matchAll(/\?/g)].map(() => 'x');
  const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${text}`).all(parameters) as { detail: string }[];
  sqlite.close();
  const isWalk = (step: string) => /^SCAN (records|check_ins)\b|\(state=\?/.test(step);
  return steps.map(({ detail }) => detail).filter(isWalk);
}

test('what is shown of a class is found without reading the records of the others', async () => {
  const server = await startTestServer();
  const kiosk = await FakeKiosk.enrol(server);
  const { class: id } = await server.file(sampleFiling([kiosk.device]));
  const texts = await asked(async () => {
    for (const page of [
      '',
      `/${id}`,
      ...['credit', 'attendance', 'held-check-ins'].map((p) => `/${id}/${p}`),
    ]) {
      expect((await server.asReviewer({ url: `/api/v1/classes${page}` })).statusCode).toBe(200);
    }
  });
  expect(texts.filter((text) => text.includes('records')).length).toBeGreaterThan(8);
  const file = join(server.dir, 'server.db');
  for (const text of texts) expect([text, walks(file, text)]).toEqual([text, []]);

  // The control: with the index that stood there before, SQLite does walk.
  const before = new Sqlite(file);
  before.exec('CREATE INDEX records_state ON records (state, device, seq)');
  before.close();
  expect(texts.some((text) => walks(file, text).length > 0)).toBe(true);
  await server.close();
});
