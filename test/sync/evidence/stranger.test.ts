// A checker in Python and OpenSSL, which does what FORMAT.md says and nothing else, must agree with the vectors.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { wordsFor } from './vectors/stranger-words.ts';

const vectors = fileURLToPath(new URL('../../../sync/evidence/vectors/', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

function json<T>(file: string): T {
  return JSON.parse(readFileSync(vectors + file, 'utf8')) as T;
}

function python(args: readonly string[], input = ''): { status: number | null; said: string } {
  const run = spawnSync('python3', args, {
    cwd: vectors,
    encoding: 'utf8',
    input,
    env: { ...process.env, PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return { status: run.status, said: (run.stdout + run.stderr).trim() };
}

interface Question {
  readonly files: readonly string[];
  readonly trust?: string;
}

/** What it says of each; one process for all, for most of its time goes into starting openssl. */
function checkEach(questions: readonly Question[]): readonly string[] {
  const program = `
import json, sys, stranger as s
for q in json.load(sys.stdin):
    try:
        print(s.check(open(q.get('trust', 'trust.pem')).read(), q['files']), 'records count')
    except s.Wrong as wrong:
        print('wrong:', wrong)
`;
  const { status, said } = python(['-c', program], JSON.stringify(questions));
  if (status !== 0) throw new Error(said);
  return said.split('\n');
}

function check(args: readonly string[]): { status: number | null; said: string } {
  return python([`${here}stranger.py`, ...args]);
}

interface WrongVector {
  readonly file: string;
  readonly with: readonly string[];
  readonly trust: string;
  readonly kind: string;
}
interface RightVector {
  readonly kind: string;
  readonly files: readonly string[];
  readonly trust: string;
  readonly records: number;
}

describe('a checker that does what FORMAT.md says', { timeout: 120_000 }, () => {
  const [right, wrong] = [json<RightVector[]>('right/index.json'), json<WrongVector[]>('wrong/index.json')];
  let onRight: readonly string[] = [];
  let onWrong: readonly string[] = [];
  beforeAll(() => {
    onRight = checkEach(right);
    onWrong = checkEach(wrong.map(({ file, with: beside, trust }) => ({ trust, files: [...beside, file] })));
  }, 120_000);

  it('verifies the right evidence, and counts as many records', () => {
    const { records } = json<{ records: number }>('expected.json');
    const { items } = json<{ items: unknown[] }>('page.json');
    const videos = readdirSync(`${vectors}segments`).map((name) => `segments/${name}`);
    const whole = ['bundle.jsonl', 'page.json', 'consistency.json', ...videos];
    const counted = [whole, ['bundle.jsonl'], ['page.json', 'consistency.json'], ['short.jsonl']];
    expect(checkEach(counted.map((files) => ({ files })))).toEqual(
      [records, records, items.length, 2].map((count) => `${count} records count`),
    );
  });

  it('says so, and says when nothing anchors it', () => {
    const trusted = check(['--trust', 'trust.pem', 'short.jsonl']);
    expect(trusted).toEqual({ status: 0, said: 'verified: 2 records count' });
    const alone = check(['short.jsonl']);
    expect(alone).toEqual({ status: 2, said: 'consistent, not anchored: 2 records count' });
    const wrong = check(['--trust', 'right/device.pem', 'short.jsonl']);
    expect(wrong).toEqual({ status: 1, said: expect.stringMatching(/^wrong: line 2: .* not trusted$/) });
  });

  it.each(right.map((vector, at) => ({ ...vector, at })))('verifies $kind', ({ at, records }) => {
    expect(onRight[at]).toBe(`${records} records count`);
  });

  it.each(wrong.map((vector, at) => ({ ...vector, at })))('finds $kind', ({ at, kind }) => {
    expect(onWrong[at]).toMatch(/^wrong: /);
    expect(onWrong[at]).toMatch(wordsFor(kind));
  });

  it('reads canonical.json, signatures.json, cosignatures.json and times.json alike', () => {
    const program = `
import json, stranger as s
def text(value):
    try:
        return s.canonical(s.read_json(value.encode(), 'it'))
    except s.Wrong:
        return None
def load(name):
    return json.load(open(name, encoding='utf-8'))
for c in load('canonical.json'):
    if text(c['value']) != c.get('text'): print('canonical', c)
for c in load('signatures.json'):
    key = s.read_key(c['publicKey'], c['suite'], 'it')
    held = s.holds(key, bytes.fromhex(c['message']), s.base64_bytes(c['signature'], True))
    if key.id != c['keyId'] or held != c['holds']: print('signature', c)
def cosigned(c):
    try:
        return s.cosigned(c['note'], c['logKey'], c['witnessKeys'])
    except s.Wrong:
        return None
for c in load('cosignatures.json'):
    if cosigned(c) != c['cosigned']: print('cosignature', c)
for c in load('times.json'):
    if s.time_sign(c['record'], c['receipt'], c['previous'], c['previousReceiptAt'], c['latestAt'], c['maxOfflineMs']) != c['sign']: print('time', c)
`;
    expect(python(['-c', program])).toEqual({ status: 0, said: '' });
  });
});
