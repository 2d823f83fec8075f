import { expect, test } from 'vitest';
import { packagesMatchLock } from '../../../kiosk/start/step-packages.mjs';
import { tempFolder } from './temp-folder.ts';

const lock = (packages: object) => JSON.stringify({ packages });
const WANTED = {
  '': { name: 'keqin' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/only-on-mac': { version: '1.0.0', integrity: 'sha512-m', optional: true },
};

function folderWith(installed?: object): string {
  const files: Record<string, string> = { 'package-lock.json': lock(WANTED) };
  if (installed !== undefined) files['node_modules/.package-lock.json'] = lock(installed);
  return tempFolder(files);
}

test('what is installed is what the lockfile asks for, packages of other platforms aside', () => {
  expect(packagesMatchLock(folderWith({ 'node_modules/a': WANTED['node_modules/a'] }))).toBe(true);
});

test.each([
  ['no node_modules, or an interrupted install', undefined],
  ['a package is missing', {}],
  ['a package is of another version', { 'node_modules/a': { version: '0.9.0', integrity: 'sha512-b' } }],
  [
    'an optional package is of another version',
    { 'node_modules/a': WANTED['node_modules/a'], 'node_modules/only-on-mac': { integrity: 'sha512-x' } },
  ],
])('%s: to be installed', (_why, installed) => {
  expect(packagesMatchLock(folderWith(installed))).toBe(false);
});

test('a half-written list of what is installed counts as none', () => {
  const root = tempFolder({ 'package-lock.json': lock(WANTED), 'node_modules/.package-lock.json': '{"pack' });
  expect(packagesMatchLock(root)).toBe(false);
});
