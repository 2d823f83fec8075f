import { expect, test } from 'vitest';
import { digestOf } from '../../../kiosk/start/digest.mjs';
import { tempFolder, writeIn } from './temp-folder.ts';

const PLACES = ['ui', 'package-lock.json', 'absent'];

test('the digest follows names and bytes of the sources, and not what is built from them', () => {
  const root = tempFolder({ 'ui/App.vue': 'a', 'ui/parts/Clock.vue': 'b', 'package-lock.json': '{}' });
  const first = digestOf(root, PLACES);
  writeIn(root, 'ui/dist/index.html', 'built');
  expect(digestOf(root, PLACES)).toBe(first);
  writeIn(root, 'ui/parts/Clock.vue', 'c');
  const edited = digestOf(root, PLACES);
  expect(edited).not.toBe(first);
  writeIn(root, 'package-lock.json', '{"a":1}');
  expect(digestOf(root, PLACES)).not.toBe(edited);
});

test('bytes moved from one file to the next give another digest', () => {
  const one = tempFolder({ 'ui/a': '12', 'ui/b': '3' });
  const other = tempFolder({ 'ui/a': '1', 'ui/b': '23' });
  expect(digestOf(one, ['ui'])).not.toBe(digestOf(other, ['ui']));
});
