import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecordBody } from '../../../sync/contract/records.ts';
import { keyIdOf, verifySignature } from '../../../sync/evidence/keys.ts';
import { judgeTime } from '../../../sync/evidence/time.ts';
import { type CanonicalVector, canonicalTextOf, canonicalVectors } from './vectors/canonical-vectors.ts';
import { checkFiles, conclusionsOf, vectorsFolder, type WrongVector } from './vectors/check-files.ts';
import type { SignatureVector } from './vectors/signature-vectors.ts';
import { type TimeVector, timeVectors } from './vectors/time-vectors.ts';

const read = <T>(name: string) => JSON.parse(readFileSync(join(vectorsFolder, name), 'utf8')) as T;
const [canonical, signatures] = [
  read<CanonicalVector[]>('canonical.json'),
  read<SignatureVector[]>('signatures.json'),
];
const [times, wrong] = [read<TimeVector[]>('times.json'), read<WrongVector[]>('wrong/index.json')];
const right = ['bundle.jsonl', 'page.json', 'consistency.json'];

describe('canonical.json', () => {
  test('is what was written by hand', () => expect(canonical).toEqual(canonicalVectors()));

  test.each(canonical)('$value', ({ value, text, refused }) => {
    expect(canonicalTextOf(value)).toBe(text);
    expect(refused === undefined).toBe(text !== undefined);
  });
});

describe('signatures.json', () => {
  test('has signatures of every suite that hold, and such as do not', () => {
    const seen = new Set(signatures.map(({ suite, holds }) => `${suite} ${holds}`));
    expect(seen.size).toBe(6);
  });

  test.each(signatures)('$suite: $says', ({ suite, publicKey, keyId, message, signature, holds }) => {
    expect(keyIdOf(publicKey)).toBe(keyId);
    expect(verifySignature(suite, publicKey, Buffer.from(message, 'hex'), signature)).toBe(holds);
  });
});

describe('times.json', () => {
  test('is what was written by hand', () => expect(times).toEqual(timeVectors()));

  test.each(times.map((vector, index) => ({ index, ...vector })))('$index: $sign', (vector) => {
    const { record, receipt, previous, sign, ...facts } = vector;
    const anchor = receipt === null ? undefined : (receipt as never);
    const before = (previous ?? undefined) as RecordBody | undefined;
    expect(judgeTime(record as RecordBody, { anchor, previous: before, ...facts }).sign).toBe(sign);
  });
});

describe('the right evidence', () => {
  test('holds, and counts what it must', async () => {
    const verifier = await checkFiles(right);
    expect([verifier.wrong, verifier.unlinkedTrees]).toEqual([[], []]);
    expect(conclusionsOf(verifier)).toEqual(read('expected.json'));
  });

  test('is of two trees that only the consistency proof links', async () => {
    expect((await checkFiles(right.slice(0, 2))).unlinkedTrees).toEqual([10, 14]);
  });

  test('verifies with npm run verify, its video too', () => {
    const path = (name: string) => join(vectorsFolder, name);
    const files = [...right, 'segments'].map(path);
    const command = [
      '--import',
      'tsx',
      'sync/evidence/verify-cli.ts',
      '--trust',
      path('trust.pem'),
      ...files,
    ];
    const { stdout, status } = spawnSync(process.execPath, command, { encoding: 'utf8' });
    expect(stdout).toContain('verified: 13 records, 4 check-ins, 1 segments named, 1 video files checked');
    expect(status).toBe(0);
  });

  test('that is short, which most of the wrong differs from, holds', async () => {
    const verifier = await checkFiles(['short.jsonl']);
    expect([verifier.wrong, verifier.counts.checkIns, verifier.notAccepted]).toEqual([[], 1, []]);
  });
});

describe('wrong/', () => {
  test('has no file that its index does not name', () => {
    const files = readdirSync(join(vectorsFolder, 'wrong'), { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map(({ name }) => name);
    const named = wrong.map(({ file }) => file.split('/').at(-1));
    expect(names.sort()).toEqual(['index.json', ...named].sort());
  });

  test.each(wrong)('$kind is named: $says', async ({ file, with: beside, where, says }) => {
    expect((await checkFiles(beside)).wrong).toEqual([]);
    const [first] = (await checkFiles([...beside, file])).wrong;
    expect(first).toEqual({ what: where, why: says });
  });
});
