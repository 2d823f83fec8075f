import { describe, expect, test } from 'vitest';
import { formatCheckpoint, parseCheckpoint } from '../../../../sync/evidence/tlog/checkpoint.ts';
import { parseNote } from '../../../../sync/evidence/tlog/signed-note.ts';
import vectors from './vectors/notes.json' with { type: 'json' };

const example = vectors.checkpointExample;
const root = Buffer.from(example.root, 'base64');

test('the example of c2sp.org/tlog-checkpoint reads, and writes back the same', () => {
  const note = parseNote(example.note);
  const text = note.ok ? note.note.text : '';
  const read = parseCheckpoint(text);
  expect(read).toMatchObject({
    ok: true,
    checkpoint: { origin: example.origin, size: example.size, extensions: [] },
  });
  expect(read.ok && Buffer.from(read.checkpoint.root).toString('base64')).toBe(example.root);
  expect(read.ok && formatCheckpoint(read.checkpoint)).toBe(text);
});

test('extension lines are kept', () => {
  const text = `log\n0\n${example.root}\none\ntwo\n`;
  const read = parseCheckpoint(text);
  expect(read).toMatchObject({ ok: true, checkpoint: { size: 0, extensions: ['one', 'two'] } });
  expect(read.ok && formatCheckpoint(read.checkpoint)).toBe(text);
});

describe('a text that is no checkpoint is refused, with the reason', () => {
  test.each<[string, string]>([
    ['', 'has fewer than three lines'],
    ['log\n', 'has fewer than three lines'],
    [`log\n1\n${example.root}`, 'does not end in a line feed'],
    [`\n1\n${example.root}\n`, 'has an empty line'],
    [`log\n1\n${example.root}\n\n`, 'has an empty line'],
    [`log\n1\n${example.root}\n\nmore\n`, 'has an empty line'],
    ...[
      '01',
      '-1',
      '+1',
      '1.0',
      '1e3',
      ' 1',
      '1 ',
      '',
      '0x1',
      '١',
      '9007199254740992',
      '18446744073709551616',
    ].map((size): [string, string] => [
      `log\n${size}\n${example.root}\n`,
      'has no tree size in its second line',
    ]),
    ...['', example.root.slice(0, -1), `${example.root}=`, 'AAAA', `${example.root.slice(0, -2)}J=`].map(
      (text): [string, string] => [`log\n1\n${text}\n`, 'has no root hash in its third line'],
    ),
  ])('%j', (text, why) => {
    const read = parseCheckpoint(text);
    expect(read.ok ? 'taken' : read.why).toBe(why);
  });
});

describe('what would not read back is not written', () => {
  test.each([
    { origin: '', size: 1, root, extensions: [] },
    { origin: 'a\nb', size: 1, root, extensions: [] },
    { origin: `a\n5\n${example.root}`, size: 1, root, extensions: [] },
    { origin: 'a', size: -1, root, extensions: [] },
    { origin: 'a', size: 2 ** 53, root, extensions: [] },
    { origin: 'a', size: 1.5, root, extensions: [] },
    { origin: 'a', size: 1, root: root.subarray(1), extensions: [] },
    { origin: 'a', size: 1, root, extensions: [''] },
    { origin: 'a', size: 1, root, extensions: ['b\nc'] },
  ])('%j', (checkpoint) => {
    expect(() => formatCheckpoint(checkpoint)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
