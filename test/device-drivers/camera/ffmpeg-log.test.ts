import { expect, it } from 'vitest';
import { factIn } from '../../../device-drivers/camera/ffmpeg-log.ts';

it.each([
  [
    '[info]   Stream #0:0: Video: h264 (Constrained Baseline), yuv420p(tv, bt709, progressive), 1280x720 [SAR 1:1], 25 fps',
    { kind: 'video', input: 0, codec: 'h264', width: 1280, height: 720 },
  ],
  [
    '[info]   Stream #0:0[0x1](und): Video: hevc (Main) (hev1 / 0x31766568), yuv420p(tv), 1920x1080, 15 fps',
    { kind: 'video', input: 0, codec: 'hevc', width: 1920, height: 1080 },
  ],
  [
    '[info]   Stream #0:0: Video: rawvideo (YUY2 / 0x32595559), yuyv422, 640x480, 147456 kb/s, 30 fps',
    { kind: 'video', input: 0, codec: 'rawvideo', width: 640, height: 480 },
  ],
  ['[info]   Stream #0:1: Audio: aac (LC), 48000 Hz, mono, fltp', { kind: 'audio', input: 0, codec: 'aac' }],
  [
    '[info]   Stream #1:0: Video: h264 (Main), yuvj420p(pc, bt709), 640x360, 15 fps',
    { kind: 'video', input: 1, codec: 'h264', width: 640, height: 360 },
  ],
  [
    '[info]   Stream #1:0: Audio: pcm_s16le, 48000 Hz, 2 channels',
    { kind: 'audio', input: 1, codec: 'pcm_s16le' },
  ],
  ["[info] Output #0, segment, to 'r1-%06d.mp4':", { kind: 'opened' }],
  ['[info] Stream mapping:', { kind: 'playing' }],
  [
    '[error] x.mp4: No such file or directory',
    { kind: 'error', message: 'x.mp4: No such file or directory' },
  ],
  ['[tcp @ 0x55] [error] Connection refused', { kind: 'error', message: 'Connection refused' }],
  ['[info]   Duration: N/A, start: 1795243687.305729, bitrate: N/A', undefined],
  ['[info]     title           : Stream mapping:', undefined],
])('%s', (line, fact) => {
  expect(factIn(line)).toEqual(fact);
});
