import { describe, expect, it } from 'vitest';
import { factsIn, longestGapMs } from '../../../device-drivers/camera/ffprobe-answer.ts';

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
