import { expect, test } from 'vitest';
import { cursorBefore, readCursor, writeCursor } from '../../../server/pull/cursor.ts';

test('a cursor is read as it was written', () => {
  for (const cursor of ['0', '12', '12-0', '12-30']) expect(writeCursor(readCursor(cursor))).toBe(cursor);
});

test('before an entry means after all of the one before it', () => {
  expect(readCursor(cursorBefore(12))).toEqual({ seq: 11, line: null });
});
