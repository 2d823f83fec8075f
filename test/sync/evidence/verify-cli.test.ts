import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryKey, publicKeyPem } from '../../../sync/evidence/keys.ts';
import { acceptedUpTo, type Evidence, evidence, itemOf, linesOf, server, video } from './sample-evidence.ts';

const sample = await evidence();
const bundle = (change: (lines: string[]) => string[] = (lines) => lines, of: Evidence = sample) =>
  change(linesOf(of)).join('');

/** Runs the real command on files of these names; `trust` is a public key, the server's if not given. */
function verify(files: Record<string, string | Buffer>, trust: string | null = server.publicKey) {
  const dir = mkdtempSync(join(tmpdir(), 'keqin-verify-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
  const names = Object.keys(files).map((name) => join(dir, name));
  if (trust !== null) writeFileSync(join(dir, 'trust.pem'), publicKeyPem(trust));
  const flags = trust === null ? [] : ['--trust', join(dir, 'trust.pem')];
  const command = ['--import', 'tsx', 'sync/evidence/verify-cli.ts', ...flags, ...names];
  const run = spawnSync(process.execPath, command);
  return { status: run.status, text: `${run.stdout}${run.stderr}` };
}

describe('npm run verify', () => {
  test('honest evidence is verified from the server’s key', () => {
    const page = JSON.stringify({ items: [itemOf(sample)], nextCursor: '1' });
    const run = verify({ 'b.jsonl': bundle(), 'page.json': page, 'segment.mp4': video });
    expect(run.text).toBe('verified: 4 records, 3 check-ins, 1 segments named, 1 video files checked\n');
    expect(run.status).toBe(0);
  });

  test('without a trusted key it is consistent, not anchored', () => {
    const { status, text } = verify({ 'b.jsonl': bundle() }, null);
    expect(text).toContain('consistent, not anchored');
    expect(status).toBe(2);
  });

  test('a page alone names no key: it asks for one', () => {
    const page = JSON.stringify({ items: [itemOf(sample)], nextCursor: '1' });
    const { status, text } = verify({ 'page.json': page }, null);
    expect([status, text]).toEqual([
      2,
      'verify: a page names no key of the server: bring it with --trust.\n',
    ]);
  });

  test('another server’s key anchors nothing', () => {
    expect(verify({ 'b.jsonl': bundle() }, memoryKey('Ed25519').publicKey).status).toBe(1);
  });

  test('one changed byte of a record names that record and no other', () => {
    const text = bundle((lines) => lines.map((line) => line.replace('"id":"chk_1"', '"id":"chk_9"')));
    const run = verify({ 'b.jsonl': text });
    expect(run.status).toBe(1);
    expect(run.text).toContain(`WRONG record 2 of ${sample.device}`);
    expect(run.text).not.toMatch(/record [134] of/);
  });

  test('one changed byte of a video segment names that file', () => {
    const changed = Buffer.from(video);
    changed[3] = (changed[3] as number) ^ 1;
    const run = verify({ 'b.jsonl': bundle(), 'segment.MP4': changed });
    expect(run.status).toBe(1);
    expect(run.text).toContain('WRONG segment file segment.MP4');
  });

  test('a torn line is named by its number', () => {
    const text = bundle((lines) => lines.map((line, i) => (i === 2 ? `${line.slice(0, 40)}\n` : line)));
    const run = verify({ 'b.jsonl': text });
    expect(run.status).toBe(1);
    expect(run.text).toContain('WRONG line 3');
  });

  test('records that the server has not accepted are noted apart, and nothing is wrong', async () => {
    const run = verify({ 'b.jsonl': bundle(undefined, await acceptedUpTo(1, sample)) });
    expect(run.text).toContain(`NOTE record 2 of ${sample.device}: not accepted by the server`);
    expect(run.text).toContain(
      'verified: 1 records, 1 check-ins, 1 segments named, 0 video files checked; 3 records not accepted by the server',
    );
    expect(run.status).toBe(0);
  });

  test.each([
    ['an empty bundle', { 'b.jsonl': '' }, 'WRONG line 1: is not the header'],
    ['a header alone', { 'b.jsonl': linesOf(sample)[0] ?? '' }, 'nothing to verify'],
    ['an empty page', { 'p.json': '{"items":[],"nextCursor":"9"}' }, 'nothing to verify'],
    ['an ending in capitals', { 'P.JSON': '{"items":[{}]}' }, 'WRONG item 1'],
    ['another thing than a page', { 'p.json': '[{"forged":1}]' }, 'WRONG page p.json'],
    ['a page that is not JSON', { 'p.json': '{"items":' }, 'WRONG page p.json'],
  ])('%s is not verified', (_name, files, says) => {
    const run = verify(files);
    expect(run.text).toContain(says);
    expect(run.status).toBe(1);
  });

  test('a file of another ending is refused with one sentence', () => {
    const run = verify({ 'b.jsonl': bundle(), 'forged.ndjson': 'forged nonsense' });
    expect(run.text).toMatch(/^verify: .*forged\.ndjson is neither \.jsonl, \.json, \.mp4 nor \.jpg\.\n$/);
    expect(run.status).toBe(2);
  });
});
