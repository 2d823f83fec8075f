import { expect, it } from 'vitest';
import { factIn } from '../../../device-drivers/camera/ffmpeg-log.ts';

it.each([
  [
    '[info]   Duration: N/A, start: 1795243687.305729, bitrate: N/A',
    { kind: 'source-open', startSeconds: 1795243687.305729 },
  ],
  ['[info] Stream mapping:', { kind: 'playing' }],
  [
    '[error] x.mp4: No such file or directory',
    { kind: 'error', message: 'x.mp4: No such file or directory' },
  ],
  ['[tcp @ 0x55] [error] Connection refused', { kind: 'error', message: 'Connection refused' }],
  ['[info]   Duration: N/A, bitrate: N/A', undefined],
  ['[info]     title           : Stream mapping:', undefined],
])('%s', (line, fact) => {
  expect(factIn(line)).toEqual(fact);
});
