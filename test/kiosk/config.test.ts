import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../kiosk/config.ts';

const good = {
  dataDir: '/var/lib/keqin',
  serverUrl: 'https://review.example.org',
  deviceName: '一号教室',
  adminPin: '135790',
  assessment: 'PIA-2026-1',
  cameras: { room: '/dev/video0' },
  reader: '/dev/ttyUSB0',
};

function read(value: unknown) {
  const file = join(mkdtempSync(join(tmpdir(), 'keqin-config-')), 'kiosk.json');
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return readConfig(file);
}

test('a whole configuration is read', () => {
  expect(read(good)).toEqual(good);
});

test.each([
  ['an unknown key', { ...good, demo: true }, 'demo', /demo is not a known field/],
  ['a missing key', { ...good, reader: undefined }, 'reader', /reader is missing/],
  [
    'a key inside another',
    { ...good, cameras: { room: 7 } },
    'cameras.room',
    /cameras\.room must be of type string/,
  ],
  [
    'a film in a camera’s place',
    { ...good, cameras: { room: '/dev/video0', door: process.execPath } },
    'cameras.door',
    /cameras\.door is a film, and no camera/,
  ],
  ['a PIN too short', { ...good, adminPin: '123' }, 'adminPin', /adminPin has the wrong form/],
  ['an address that is none', { ...good, serverUrl: 'review' }, 'serverUrl', /serverUrl has the wrong form/],
])('%s is named', (_, value, field, message) => {
  expect(() => read(value)).toThrow(expect.objectContaining({ code: 'invalid_input', field }));
  expect(() => read(value)).toThrow(message);
});

test('a file that is no JSON, or is not there, is named', () => {
  expect(() => read('{')).toThrow(/kiosk\.json: cannot be read/);
  expect(() => readConfig('/nowhere/kiosk.json')).toThrow(/\/nowhere\/kiosk\.json: cannot be read/);
});
