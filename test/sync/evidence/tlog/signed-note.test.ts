import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatNote, parseNote, parseSignatureLine } from '../../../../sync/evidence/tlog/signed-note.ts';
import { seedOf } from '../../../fault/seeded.ts';
import vectors from './vectors/notes.json' with { type: 'json' };

const seed = seedOf('signed-note');
const spoken = vectors.notes[1] as (typeof vectors.notes)[number];
const { text, signature } = spoken;

describe('reading a note', () => {
  test.each(vectors.notes)('$source', (vector) => {
    const note = `${vector.text}\n${vector.signature}`;
    const read = parseNote(note);
    expect(read.ok && read.note.text).toBe(vector.text);
    expect(read.ok && formatNote(read.note)).toBe(note);
  });

  test('the last blank line parts text and signatures', () => {
    const read = parseNote(`first\n\nsecond\n\n${signature}`);
    expect(read.ok && read.note.text).toBe('first\n\nsecond\n');
  });

  test.each<[string, string]>([
    ['no signature', text],
    ['no signature after the blank line', `${text}\n`],
    ['no line feed at the end', `${text}\n${signature.slice(0, -1)}`],
    ['a control character', `\u0001${text}\n${signature}`],
    ['a tab', `a\tb\n\n${signature}`],
    ['a carriage return', `${text}\n${signature}`.replaceAll('\n', '\r\n')],
    ['half a surrogate pair', `\ud800${text}\n${signature}`],
    ['a name with a space', `${text}\n${signature.replace('PeterNeumann', 'Bad Name')}`],
    ['a name with a plus', `${text}\n${signature.replace('PeterNeumann', 'Bad+Name')}`],
    ['a name with a wide space', `${text}\n${signature.replace('PeterNeumann', 'Bad\u3000Name')}`],
    ['no name', `${text}\n${signature.replace('PeterNeumann', '')}`],
    ['a hyphen for the dash', `${text}\n${signature.replace('—', '-')}`],
    ['a line more', `${text}\n${signature}Unexpected line.\n`],
    ['two spaces', `${text}\n${signature.replace(' x08', '  x08')}`],
    ['base64 without padding', `${text}\n${signature.replace('=', '')}`],
    ['base64 with unused bits', `${text}\n${signature.replace('AM=', 'AN=')}`],
    ['base64url', `${text}\n${signature.replaceAll('/', '_')}`],
    ['a key id and nothing more', `${text}\n— PeterNeumann x08gow==\n`],
    ['101 signatures', `${text}\n${signature.repeat(101)}`],
    ['more than a note may have', `${'a'.repeat(300_000)}\n\n${signature}`],
    ['nothing', ''],
  ])('%s is refused', (_, note) => {
    const read = parseNote(note);
    expect(read.ok ? 'taken' : read.why).toMatch(/^(has|holds|is|does) /);
  });

  test('100 signatures are read', () => {
    expect(parseNote(`${text}\n${signature.repeat(100)}`).ok).toBe(true);
  });

  test('what is read writes back the same, whatever it is', () => {
    const piece = fc.constantFrom(
      '\n',
      '\n\n',
      '—',
      ' ',
      'a',
      '+',
      '课',
      signature,
      'AAAAAAAA',
      '=',
      '\r',
      '\u0085',
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.boolean(), (pieces, signed) => {
        const note = pieces.join('') + (signed ? `\n\n${signature}` : '');
        const read = parseNote(note);
        if (!read.ok) return;
        taken += 1;
        expect(formatNote(read.note)).toBe(note);
      }),
      { seed, numRuns: 10_000 },
    );
    expect(taken).toBeGreaterThan(1_000);
  });
});

describe('writing a note', () => {
  const read = parseSignatureLine(signature.slice(0, -1));

  test.each(['abc', '', 'a\tb\n', 'a\ud800\n'])('%j is no text of a note', (bad) => {
    const write = () => formatNote({ text: bad, signatures: read ? [read] : [] });
    expect(write).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  test('a note without signatures is not written', () => {
    const write = () => formatNote({ text: 'a\n', signatures: [] });
    expect(write).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
