import { chmodSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { missingPackages } from '../../../kiosk/start/debian-packages.mjs';
import { tempFolder } from './temp-folder.ts';

test('the packages of missing programs, each once; a file that cannot be run is missing', () => {
  const bin = tempFolder({ socat: '', make: '' });
  chmodSync(path.join(bin, 'make'), 0o755);
  chmodSync(path.join(bin, 'socat'), 0o644);
  const needed = { ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg', make: 'make', socat: 'socat' };
  expect(missingPackages(needed, { PATH: `/nowhere:${bin}` })).toEqual(['ffmpeg', 'socat']);
});
