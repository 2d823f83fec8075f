import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecordBody } from '../../../sync/contract/records.ts';
import { keyIdOf, verifySignature } from '../../../sync/evidence/keys.ts';
import { judgeTime, type TimeReceipt } from '../../../sync/evidence/time.ts';
import { type NoteKey, parseNoteKey } from '../../../sync/evidence/tlog/note-key.ts';
import { verifyCheckpoint } from '../../../sync/evidence/tlog/verify-tlog-proof.ts';
import { type CanonicalVector, canonicalTextOf, canonicalVectors } from './vectors/canonical-vectors.ts';
import {
  checkFiles,
  conclusionsOf,
  type RightVector,
  vectorsFolder,
  type WrongVector,
} from './vectors/check-files.ts';
import type { CosignatureVector } from './vectors/cosignature-vectors.ts';
import { kindSchemas } from './vectors/kind-schemas.ts';
import type { SignatureVector } from './vectors/signature-vectors.ts';
import { type TimeVector, timeVectors } from './vectors/time-vectors.ts';

const read = <T>(name: string) => JSON.parse(readFileSync(join(vectorsFolder, name), 'utf8')) as T;
const [canonical, signatures] = [
  read<CanonicalVector[]>('canonical.json'),
  read<SignatureVector[]>('signatures.json'),
];
const [times, wrong] = [read<TimeVector[]>('times.json'), read<WrongVector[]>('wrong/index.json')];
const right = read<RightVector[]>('right/index.json');
const cosignatures = read<CosignatureVector[]>('cosignatures.json');
const honest = ['bundle.jsonl', 'page.json', 'consistency.json'];

describe('canonical.json', () => {
  test('is what was written by hand', () => expect(canonical).toEqual(canonicalVectors()));

  test.each(canonical)('$value', ({ value, text, refused }) => {
    expect(canonicalTextOf(value)).toBe(text);
    expect(refused === undefined).toBe(text !== undefined);
  });
});

test('kinds.json is what records are held to (make-vectors.ts kinds writes it)', () => {
  expect(read('kinds.json')).toEqual(JSON.parse(JSON.stringify(kindSchemas())));
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

describe('cosignatures.json', () => {
  test('has notes that hold and such as are worthless', () => {
    expect(new Set(cosignatures.map(({ cosigned }) => cosigned === null)).size).toBe(2);
  });

  test.each(cosignatures)('$says', ({ note, logKey, witnessKeys, cosigned }) => {
    const [log, ...witnesses] = [logKey, ...witnessKeys].map((key) => parseNoteKey(key) as NoteKey);
    const verdict = verifyCheckpoint(note, { logKey: log as NoteKey, witnessKeys: witnesses });
    expect(verdict.ok ? verdict.witnesses : null).toEqual(cosigned);
  });
});

describe('times.json', () => {
  test('is what was written by hand', () => expect(times).toEqual(timeVectors()));

  test.each(times.map((vector, index) => ({ index, ...vector })))('$index: $sign', (vector) => {
    const { record, receipt, previous, previousReceiptAt: at, sign, ...facts } = vector;
    const anchor = receipt === null ? undefined : (receipt as never);
    const before = (previous ?? undefined) as RecordBody | undefined;
    const previousAnchor = at === null ? undefined : ({ at } as TimeReceipt);
    const known = { anchor, previous: before, previousAnchor, ...facts };
    expect(judgeTime(record as RecordBody, known).sign).toBe(sign);
  });
});

describe('the right evidence', () => {
  test('holds, and counts what it must', async () => {
    const verifier = await checkFiles(honest);
    expect([verifier.wrong, verifier.unlinkedTrees]).toEqual([[], []]);
    expect(conclusionsOf(verifier)).toEqual(read('expected.json'));
  });

  test('is of two trees that only the consistency proof links', async () => {
    expect((await checkFiles(honest.slice(0, 2))).unlinkedTrees).toEqual([10, 14]);
  });

  test('verifies with npm run verify, its video too', () => {
    const path = (name: string) => join(vectorsFolder, name);
    const files = [...honest, 'segments'].map(path);
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

describe('right/', () => {
  test('has no file that its index does not name', () => {
    const named = right.flatMap(({ files, trust }) => [...files, trust]);
    const files = filesIn('right').map((name) => `right/${name}`);
    expect(files.sort()).toEqual([...new Set(['right/index.json', ...named])].filter(isIn('right')).sort());
  });

  test.each(right)('$kind holds', async ({ files, trust, records, checkIns }) => {
    const { wrong, counts } = await checkFiles(files, trust);
    expect(wrong).toEqual([]);
    expect(counts).toMatchObject({ records, checkIns });
  });
});

describe('wrong/', () => {
  test('has no file that its index does not name', () => {
    const named = wrong.map(({ file }) => file.split('/').at(-1));
    expect(filesIn('wrong').sort()).toEqual(['index.json', ...named].sort());
  });

  test.each(wrong)('$kind is named: $says', async ({ file, with: beside, trust, where, says }) => {
    expect((await checkFiles(beside, trust)).wrong).toEqual([]);
    const [first] = (await checkFiles([...beside, file], trust)).wrong;
    expect(first).toEqual({ what: where, why: says });
  });
});

function filesIn(folder: string): string[] {
  const found = readdirSync(join(vectorsFolder, folder), { recursive: true, withFileTypes: true });
  return found.filter((file) => file.isFile()).map(({ name }) => name);
}

function isIn(folder: string): (file: string) => boolean {
  return (file) => file.startsWith(`${folder}/`);
}
