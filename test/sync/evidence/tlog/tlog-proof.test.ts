import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTlogProof, parseTlogProof } from '../../../../sync/evidence/tlog/tlog-proof.ts';
import { seedOf } from '../../../fault/seeded.ts';
import { leafHashes } from './memory-tree.ts';

const seed = seedOf('tlog-proof');
const hashes = leafHashes(3);
const lines = hashes.map((hash) => hash.toString('base64'));

describe('the text', () => {
  test('is the one of c2sp.org/tlog-proof', () => {
    expect(formatTlogProof({ index: 5, hashes, checkpointNote: 'checkpoint\n' })).toBe(
      `c2sp.org/tlog-proof@v1\nindex 5\n${lines.join('\n')}\n\ncheckpoint\n`,
    );
    const extra = Buffer.from('extra information');
    expect(formatTlogProof({ index: 10, hashes: [], checkpointNote: 'c\n\nd\n', extra })).toBe(
      `c2sp.org/tlog-proof@v1\nextra ${extra.toString('base64')}\nindex 10\n\nc\n\nd\n`,
    );
  });

  test('reads back, whatever the values', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.array(hash, { maxLength: 64 }),
        fc.string({ unit: 'grapheme' }),
        fc.option(fc.uint8Array({ minLength: 1 }), { nil: undefined }),
        (index, path, checkpointNote, extra) => {
          const read = parseTlogProof(formatTlogProof({ index, hashes: path, checkpointNote, extra }));
          if (!read.ok) expect.fail(read.why);
          expect(read.proof.index).toBe(index);
          expect(read.proof.checkpointNote).toBe(checkpointNote);
          expect(read.proof.hashes.map((each) => [...each])).toEqual(path.map((each) => [...each]));
          expect(read.proof.extra && [...read.proof.extra]).toEqual(extra && [...extra]);
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});

describe('malformed texts are refused, with the reason', () => {
  const head = 'c2sp.org/tlog-proof@v1\n';
  test.each<[string, string]>([
    ['', 'has no blank line before its checkpoint'],
    [`${head}index 0\n`, 'has no blank line before its checkpoint'],
    ['wrong-header\nindex 0\n\ncheckpoint\n', 'does not begin as a log proof'],
    [`\ufeff${head}index 0\n\ncheckpoint\n`, 'does not begin as a log proof'],
    [`${head}extra !!notbase64!!\nindex 0\n\nc\n`, 'has an extra line that is not base64'],
    [`${head}extra \nindex 0\n\nc\n`, 'has an extra line that is not base64'],
    [`${head}index 0\nextra AAAA\n\nc\n`, 'has a line that is no hash'],
    [`${head}\n\nc\n`, 'does not say the index of its entry'],
    [`${head}index notanumber\n\nc\n`, 'does not say the index of its entry'],
    [`${head}index -5\n\nc\n`, 'does not say the index of its entry'],
    [`${head}index 05\n\nc\n`, 'does not say the index of its entry'],
    [`${head}index  5\n\nc\n`, 'does not say the index of its entry'],
    [`${head}index 9007199254740992\n\nc\n`, 'does not say the index of its entry'],
    [`${head}index 0\n!!notbase64!!\n\nc\n`, 'has a line that is no hash'],
    [`${head}index 0\n${Buffer.alloc(64).toString('base64')}\n\nc\n`, 'has a line that is no hash'],
    [`${head}index 0\n${lines[0]}\r\n\nc\n`, 'has a line that is no hash'],
    [`${head}index 0\n${`${lines[0]}\n`.repeat(65)}\nc\n`, 'has a longer path than any tree'],
    [`${head}index 0\n${'a'.repeat(600_000)}\n\nc\n`, 'is too long for a log proof'],
  ])('%.60j', (text, why) => {
    const read = parseTlogProof(text);
    expect(read.ok ? 'taken' : read.why).toBe(why);
  });

  test('and are not written', () => {
    const write = () => formatTlogProof({ index: -1, hashes: [], checkpointNote: 'c\n' });
    expect(write).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
