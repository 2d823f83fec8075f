import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../sync/evidence/canonical-json.ts';
import { CreditPages, isCreditPage } from '../../../sync/evidence/credit-pages.ts';
import { memoryKey, publicKeyPem, type Signer } from '../../../sync/evidence/keys.ts';
import { sealStatement } from '../../../sync/evidence/statement.ts';
import { hashLeaf, hashNode } from '../../../sync/evidence/tlog/tree-hash.ts';

const server = memoryKey('Ed25519');
const stranger = memoryKey('Ed25519');
const device = memoryKey('ES256');

const line = (person: string, counts = true) => ({
  v: 1,
  class: 'cls_a',
  person,
  counts,
  later: '以后的字段',
});
type Line = ReturnType<typeof line>;
const leaf = (one: Line) => hashLeaf(Buffer.from(canonicalJson(one), 'utf8'));

/** Items of an approval of three lines, by hand: the tree of FORMAT.md, not our code's. */
function items(lines: readonly [Line, Line, Line], { version = 1, signer = server as Signer } = {}) {
  const [a, b, c] = lines.map(leaf) as [Buffer, Buffer, Buffer];
  const body = {
    ...({ v: 1, class: 'cls_a', version, planVersion: 1, profile: 'yiwu-2022', profileVersion: 1 } as const),
    ...{ at: 1_790_000_000_000, by: { kind: 'account', user: 'reviewer', role: 'reviewer' } as const },
    counts: { people: 3, periods: 1, counted: 2, held: 0, notCounted: 1 },
    ...{ size: 3, root: hashNode(hashNode(a, b), c).toString('hex') },
    journal: { seq: '0', digest: '0'.repeat(64) },
  };
  const approval = sealStatement('credit-approval', body, signer);
  const paths = [[b, c], [a, c], [hashNode(a, b)]].map((path) => path.map((one) => one.toString('base64')));
  return lines.map((one, index) => ({
    ...{ registration: null as string | null, line: one, approval },
    proof: { index, path: paths[index] ?? [] },
  }));
}
type Items = ReturnType<typeof items>;
const three = [line('per_1'), line('per_2'), line('per_3', false)] as const;
const right = items([...three]);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'keqin-credits-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const root = fileURLToPath(new URL('../../..', import.meta.url));
function run(command: string, args: readonly string[], pages: readonly object[], trust: string) {
  const files = pages.map((page, i) => {
    const file = join(dir, `page-${i}.json`);
    writeFileSync(file, JSON.stringify(page));
    return file;
  });
  writeFileSync(join(dir, 'trust.pem'), publicKeyPem(trust));
  const done = spawnSync(command, [...args, '--trust', join(dir, 'trust.pem'), ...files], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return { status: done.status, said: (done.stdout + done.stderr).trim() };
}
const python = (pages: readonly object[], trust = server.publicKey) =>
  run('python3', ['test/sync/evidence/stranger.py'], pages, trust);
const command = (pages: readonly object[], trust = server.publicKey) =>
  run(process.execPath, ['--import', 'tsx', 'sync/evidence/verify-cli.ts'], pages, trust);
function judge(pages: readonly object[], trust = server.publicKey) {
  const credits = new CreditPages([trust]);
  for (const [i, page] of pages.entries()) credits.addPage(`page-${i}.json`, page);
  return { wrong: credits.wrong, ...credits.counts() };
}
const page = (of: readonly object[]) => ({ items: of, withdrawn: [], nextCursor: '7' });

describe('right pages', () => {
  test('are verified from the server’s key, by the command and by a stranger', () => {
    expect(judge([page(right)])).toEqual({ wrong: [], lines: 3, counting: 2 });
    expect(command([page(right)])).toEqual({
      status: 0,
      said: 'verified: 0 records, 0 check-ins, 0 segments named, 0 video files checked; 3 credits approved, 2 of them count',
    });
    expect(python([page(right)]).status).toBe(0);
  });

  test('of two versions the higher one counts', () => {
    const later = items([line('per_1', false), three[1], three[2]], { version: 2 });
    expect(judge([page(right.slice(0, 2)), page(later)])).toEqual({ wrong: [], lines: 3, counting: 1 });
    expect(python([page(right), page(later)]).status).toBe(0);
  });
});

describe('wrong pages are found, here and by a stranger', () => {
  const first = right[0] as Items[number];
  const changed = (change: object) => [{ ...first, ...change }];
  const { body } = first.approval;
  const cases: readonly [string, readonly object[], RegExp][] = [
    ['a line changed', changed({ line: { ...first.line, counts: false } }), /not in (the|its) approval/],
    [
      'a field taken out of it',
      changed({ line: { class: 'cls_a', counts: true } }),
      /not in (the|its) approval/,
    ],
    ['another place', changed({ proof: { ...first.proof, index: 1 } }), /not in (the|its) approval/],
    ['a place beyond the end', changed({ proof: { ...first.proof, index: 3 } }), /not in|beyond/],
    [
      'a path cut short',
      changed({ proof: { index: 0, path: first.proof.path.slice(1) } }),
      /not in (the|its) approval/,
    ],
    [
      'another spelling of a hash',
      changed({ proof: { index: 0, path: first.proof.path.map((hash) => `${hash.slice(0, -1)}\n=`) } }),
      /not in the approval|wrong proof/,
    ],
    [
      'another root',
      changed({ approval: { ...first.approval, body: { ...body, root: '0'.repeat(64) } } }),
      /signed|signature/,
    ],
    ['a stranger’s approval', items([...three], { signer: stranger }), /trusted/],
    ['another class', changed({ line: { ...first.line, class: 'cls_b' } }), /another class/],
    ['a field more', changed({ note: 1 }), /unknown|fields/],
    ['the same twice', [first, first], /twice/],
    ['two histories', [first, ...items([line('per_9'), three[1], three[2]])], /twice/],
  ];
  test.each(cases)('%s', (_name, wrong, why) => {
    const { wrong: found } = judge([page(wrong)]);
    expect(found[0]?.why).toMatch(why);
    const told = python([page(wrong)]);
    expect([told.status, told.said]).toEqual([1, expect.stringMatching(why)]);
  });

  test('under the key of a device nobody can say it', () => {
    expect(judge([page(right)], device.publicKey).wrong).toHaveLength(3);
    expect(python([page(right)], device.publicKey).status).toBe(1);
  });

  test('the command names the first and exits 1', () => {
    const { status, said } = command([page(changed({ line: { ...first.line, counts: false } }))]);
    expect(status).toBe(1);
    expect(said).toContain('WRONG credit 1 of page-0.json: is not in the approval that it shows');
  });
});

test('a page of attendance, and an empty one, is none of them', () => {
  expect(
    [{ items: [] }, { items: [{ record: {} }] }, { items: [{ line: {} }, {}] }, null, 7].map(isCreditPage),
  ).toEqual([false, false, false, false, false]);
});
