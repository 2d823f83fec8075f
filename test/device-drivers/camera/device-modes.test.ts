import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  avfoundationModes,
  type DeviceMode,
  dshowModes,
  rankModes,
  v4l2Modes,
} from '../../../device-drivers/camera/device-modes.ts';

/*
 * device-lists/ holds what ffmpeg 5.1 says of cameras, in the forms that its sources print; no such camera was at
 * hand: untested on hardware.
 */
const listed = (name: string) => readFileSync(new URL(`device-lists/${name}.txt`, import.meta.url), 'utf8');
const short = ({ name, width, height }: DeviceMode) => `${name} ${width}x${height}`.trim();
const best = (modes: DeviceMode[], count: number) => rankModes(modes).slice(0, count).map(short);

describe('the modes of a V4L2 camera', () => {
  it('begin with H.264 of 720p', () => {
    expect(best(v4l2Modes(listed('v4l2-h264')), 4)).toEqual([
      ...['h264 1280x720', 'h264 1920x1080', 'mjpeg 1280x720', 'mjpeg 1920x1080'],
    ]);
  });

  it('are MJPEG before raw pictures, and small ones last', () => {
    const ranked = rankModes(v4l2Modes(listed('v4l2-webcam'))).map(short);
    expect(ranked.slice(0, 4)).toEqual([
      ...['mjpeg 1280x720', 'mjpeg 1920x1080', 'yuyv422 1280x720', 'yuyv422 1920x1080'],
    ]);
    expect(ranked[4]).toBe('mjpeg 640x480');
    expect(ranked.at(-1)).toBe('yuyv422 320x240');
  });

  it('are read where sizes come in steps, the largest that is not too large', () => {
    const modes = v4l2Modes(listed('v4l2-steps'));
    expect(modes.map(short)).toEqual(['yuv420p 2592x1944', 'h264 1920x1080']);
    expect(best(modes, 2)).toEqual(['h264 1920x1080']);
  });

  it('are none in an answer that is none', () => {
    expect(v4l2Modes('/dev/video9: No such file or directory\n')).toEqual([]);
  });
});

it('a DirectShow camera’s modes are known with their rates, slow ones last', () => {
  const modes = dshowModes(listed('dshow-webcam'));
  expect(modes).toHaveLength(3);
  expect(best(modes, 3)).toEqual(['mjpeg 1280x720', 'yuyv422 640x480', 'yuyv422 1280x720']);
});

it('an AVFoundation camera’s modes are known with their rates, slow ones last', () => {
  const modes = avfoundationModes(listed('avfoundation-webcam'));
  expect(best(modes, 3)).toEqual(['1280x720', '640x480', '1920x1080']);
  expect(modes[0]?.fps).toBe(30);
});
