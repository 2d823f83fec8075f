// The checker that a stranger wrote from FORMAT.md alone, with Python and OpenSSL, must agree with the vectors.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const vectors = fileURLToPath(new URL('../../../sync/evidence/vectors/', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

function json<T>(file: string): T {
  return JSON.parse(readFileSync(vectors + file, 'utf8')) as T;
}

function python(args: readonly string[]): { status: number | null; said: string } {
  const run = spawnSync('python3', args, {
    cwd: vectors,
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: here, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return { status: run.status, said: (run.stdout + run.stderr).trim() };
}

function check(files: readonly string[]): { status: number | null; said: string } {
  return python([`${here}stranger.py`, '--trust', 'trust.pem', ...files]);
}

// The order in which evidence is read is the checker's own, and so are its words; `by` is what must have found it.
const by: readonly (readonly [kinds: RegExp, words: RegExp])[] = [
  [/^sequence-hole$/, /does not follow/],
  [/^broken-chain$/, /does not carry the digest/],
  [
    /^(wrong-key|boot-record-signed-by-device-key|item-without-boot-key)$/,
    /another key than the one in hand/,
  ],
  [
    /^(bad-signature|signature-spelled-otherwise|item-with-an-edited-record)$/,
    /signature that does not hold/,
  ],
  [/^(boot-key-of-|item-with-a-(later-)?boot-key)/, /boot key/],
  [/^rotation-(signed|of)/, /key did not sign the rotation/],
  [/^rotation-without-certificate$/, /no certificate shows its device key/],
  [/^certificate-missing$/, /no certificate names/],
  [/^certificate-expired$/, /had run out/],
  [/^(certificate|receipt|revocation)-of-another-server$/, /not trusted/],
  [/^acceptance-of-another-record$/, /not the one that was accepted/],
  [/^acceptance-missing$/, /acceptance is kept back/],
  [/^receipt-for-another-record$/, /receipt for another record/],
  [/^log-cut-off$/, /is cut off/],
  [/^entry-missing$/, /no entry/],
  [/^(entry-(with|of)|item-with-another-log-proof)/, /not in the tree/],
  [/^checkpoint-of-another-key$/, /not signed by a trusted log/],
  [/^segment-receipt-without-record$/, /a receipt and no record/],
  [/^two-logs-of-one-size$/, /two histories/],
  [/^line-with-/, /not in canonical form/],
  [/^item-(with-another-decision|of-another-person)$/, /something else than its record/],
  [/^item-with-another-acceptance$/, /acceptance is of another record/],
  [/^item-with-another-receipt$/, /another time receipt/],
  [/^item-with-another-time$/, /another time than the proven one/],
  [/^item-of-another-device$/, /certificate is of another device/],
  [/^item-doubled$/, /twice/],
  [/^page-with-a-field-more$/, /other fields/],
  [/^consistency-/, /does not go on from/],
  [/^fork-beside-the-bundle$/, /was forked/],
  [/^video-changed$/, /no record names/],
];

function wordsFor(kind: string): RegExp {
  const sign = /^time-(.*?)(-of-video)?$/.exec(kind)?.[1];
  if (sign !== undefined) return new RegExp(`not proven: ${sign}$`);
  const found = by.find(([kinds]) => kinds.test(kind));
  if (found === undefined) throw new Error(`no words for ${kind}`);
  return found[1];
}

describe('a checker written from FORMAT.md alone', () => {
  it('verifies the right evidence, and counts as many records', { timeout: 30_000 }, () => {
    const { records } = json<{ records: number }>('expected.json');
    const videos = readdirSync(`${vectors}segments`).map((name) => `segments/${name}`);
    const verified = { status: 0, said: `verified: ${records} records accepted` };
    expect(check(['bundle.jsonl'])).toEqual(verified);
    expect(check(['bundle.jsonl', 'page.json', 'consistency.json', ...videos])).toEqual(verified);
    const { items } = json<{ items: unknown[] }>('page.json');
    expect(check(['page.json', 'consistency.json']).said).toBe(`verified: ${items.length} records accepted`);
    expect(check(['short.jsonl']).said).toBe('verified: 2 records accepted');
  });

  it.each(json<{ file: string; with: string[]; kind: string }[]>('wrong/index.json'))(
    'finds $kind',
    { timeout: 30_000 },
    (wrong) => {
      const { status, said } = check([...wrong.with, wrong.file]);
      expect(said).toMatch(/^wrong: /);
      expect(said).toMatch(wordsFor(wrong.kind));
      expect(status).toBe(1);
    },
  );

  it('reads canonical.json, signatures.json and times.json alike', { timeout: 30_000 }, () => {
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
    key = s.read_key(c['publicKey'], c['suite'], 'it', s.PREFIX)
    held = s.holds(key, bytes.fromhex(c['message']), s.base64_bytes(c['signature'], True))
    if key.id != c['keyId'] or held != c['holds']: print('signature', c)
for c in load('times.json'):
    if s.time_sign(c['record'], c['receipt'], c['previous'], None, c['latestAt'], c['maxOfflineMs']) != c['sign']: print('time', c)
`;
    expect(python(['-c', program])).toEqual({ status: 0, said: '' });
  });
});
