import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { prepareDataFolder } from '../../../kiosk/start/data-folder.mjs';
import { tempFolder } from './temp-folder.ts';

test('the data folder and its logs are made', () => {
  const dataDir = path.join(tempFolder(), 'deep', 'data');
  expect(prepareDataFolder(dataDir)).toBe(path.join(dataDir, 'logs'));
  expect(existsSync(path.join(dataDir, 'logs'))).toBe(true);
});

test.each([
  ['below a file', () => path.join(tempFolder({ file: 'not a folder' }), 'file', 'data'), 'ENOTDIR'],
  ['where nobody can make one', () => '/proc/keqin-data', 'ENOENT'],
])('a folder %s is named in one sentence', (_where, folder, code) => {
  const dataDir = folder();
  expect(() => prepareDataFolder(dataDir)).toThrow(
    `The data folder ${dataDir} cannot be written (${code}): name another one with --data.`,
  );
});
