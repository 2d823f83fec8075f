import path from 'node:path';
import { expect, test } from 'vitest';
import { parseStartArgs } from '../../../kiosk/start/args.mjs';
import { tempFolder } from './temp-folder.ts';

const place = { root: '/project', here: '/home/teacher', env: {} };

test('nothing given: the data folder of the project and the known ports', () => {
  expect(parseStartArgs([], place)).toEqual({
    help: false,
    dataDir: path.join('/project', 'data'),
    kioskPort: 8080,
    serverPort: 8090,
  });
});

test('every flag, with the value after it or behind an equals sign', () => {
  const given = [
    '--camera',
    'rtsp://h/1',
    '--door-camera=/dev/video9',
    '--reader',
    'tcp://h:1',
    '--data',
    'd',
  ];
  expect(parseStartArgs(given, { ...place, env: { KIOSK_PORT: '18080', SERVER_PORT: '18090' } })).toEqual({
    help: false,
    camera: 'rtsp://h/1',
    doorCamera: '/dev/video9',
    reader: 'tcp://h:1',
    dataDir: '/home/teacher/d',
    kioskPort: 18080,
    serverPort: 18090,
  });
});

test('a camera file is found from the folder npm was called in', () => {
  const here = tempFolder({ 'clip.mp4': '' });
  expect(parseStartArgs(['--camera', 'clip.mp4'], { ...place, here })).toMatchObject({
    camera: path.join(here, 'clip.mp4'),
  });
});

test('help wins', () => {
  expect(parseStartArgs(['--camera', 'x', '--help'], place)).toEqual({ help: true });
});

test.each([
  [['--camra', 'x'], {}, /--camra.*Unknown option --camra/],
  [['stray'], {}, /Unknown option stray/],
  [['--camera'], {}, /--camera needs a value/],
  [['--camera', '--data', 'd'], {}, /--camera needs a value/],
  [['--data='], {}, /--data needs a value/],
  [[], { KIOSK_PORT: 'http' }, /KIOSK_PORT must be a port number from 1 to 65535, not "http"/],
  [[], { SERVER_PORT: '70000' }, /SERVER_PORT must be a port number/],
  [[], { SERVER_PORT: '8080' }, /must differ, both are 8080/],
])('%j with %j is refused in one sentence, exit status 2', (argv, env, sentence) => {
  const parse = () => parseStartArgs(argv, { ...place, env: env as Record<string, string> });
  expect(parse).toThrow(sentence);
  expect(parse).toThrow(expect.objectContaining({ exitCode: 2, message: expect.not.stringContaining('\n') }));
});
