import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';

const dir = mkdtempSync(join(tmpdir(), 'keqin-config-'));
function read(text: string) {
  const file = join(dir, 'server.json');
  writeFileSync(file, text);
  return readConfig(file);
}

test('paths are read relative to the file', () => {
  const config = read('{"dataDir":"data","port":8090,"uiDir":"/srv/pages","trustProxy":true}');
  expect(config).toEqual({ dataDir: join(dir, 'data'), port: 8090, uiDir: '/srv/pages', trustProxy: true });
});

test.each([
  ['{"port":8090}', 'dataDir', /dataDir is missing/],
  ['{"dataDir":"d","port":"8090"}', 'port', /port must be of type integer/],
  ['{"dataDir":"d","port":8090,"colour":1}', 'colour', /colour is not a known field/],
  ['{"dataDir":"d","port":8090,"trustProxy":"yes"}', 'trustProxy', /trustProxy must be of type boolean/],
  ['{"dataDir":"d","port":8090,"verifyEveryHours":0}', 'verifyEveryHours', /verifyEveryHours/],
  ['{"dataDir":"d","port":8090,"secondFactor":"no"}', 'secondFactor', /secondFactor/],
  ['{"dataDir":', undefined, /cannot be read as JSON/],
])('%s is refused by its field', (text, field, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'invalid_input', field }));
  expect(() => read(text)).toThrow(message);
});
