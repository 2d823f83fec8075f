import { expect, it } from 'vitest';
import { factIn } from '../../../device-drivers/camera/ffmpeg-log.ts';
import { OpenedStreams } from '../../../device-drivers/camera/opened-streams.ts';
import type { SourceFacts } from '../../../device-drivers/camera/source-facts.ts';

const facts: SourceFacts = { videoCodec: 'h264', width: 1280, height: 720, audioCodec: 'aac' };
const video = '[info]   Stream #0:0: Video: h264 (Main), yuv420p, 1280x720, 25 fps';
const audio = '[info]   Stream #0:1: Audio: aac (LC), 48000 Hz, mono, fltp';
const opened = "[info] Output #0, segment, to 'x.mp4':";

function differ(lines: readonly string[], known: SourceFacts = facts, camera = 0): boolean {
  const streams = new OpenedStreams(camera);
  for (const line of lines) {
    const fact = factIn(line);
    if (fact) streams.note(fact);
  }
  return streams.differFrom(known);
}

it('are what they were, also when ffmpeg names its own output of another kind', () => {
  expect(differ([video, audio, opened])).toBe(false);
  expect(differ([video, audio, opened, video.replace('h264', 'mjpeg')])).toBe(false);
  expect(differ([])).toBe(false);
});

it('are the same when the picture is only turned', () => {
  expect(differ([video, audio], { ...facts, width: 720, height: 1280 })).toBe(false);
});

it.each([
  ['another codec', [video.replace('h264', 'hevc'), audio]],
  ['another size', [video.replace('1280x720', '640x480'), audio]],
  ['no sound any more', [video]],
  ['sound of another kind', [video, audio.replace('aac', 'pcm_alaw')]],
])('differ by %s', (_, lines) => {
  expect(differ(lines)).toBe(true);
});

it('differ by the second stream where that is opened, before the camera’s', () => {
  const own = [video, audio].map((line) => line.replace('#0:', '#1:'));
  const second = '[info]   Stream #0:0: Video: h264 (Main), yuv420p, 640x360, 25 fps';
  const known = { ...facts, second: { videoCodec: 'h264', width: 640, height: 360 } };
  expect(differ([second, ...own, opened], known, 1)).toBe(false);
  expect(differ([second.replace('h264', 'hevc'), ...own], known, 1)).toBe(true);
  expect(differ([second.replace('640x360', '352x288'), ...own], known, 1)).toBe(true);
  expect(differ([second, ...own.map((line) => line.replace('1280', '1920'))], known, 1)).toBe(true);
});

it('do not differ by a microphone of its own', () => {
  const mode = { form: 'mjpeg', name: 'mjpeg', width: 1280, height: 720 } as const;
  const webcam: SourceFacts = {
    videoCodec: 'mjpeg',
    width: 1280,
    height: 720,
    audioCodec: 'pcm_s16le',
    mode,
  };
  expect(differ([video.replace('h264', 'mjpeg'), opened, audio], webcam)).toBe(false);
});
