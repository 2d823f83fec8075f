import { describe, expect, it } from 'vitest';
import {
  canCopyVideo,
  frameSize,
  type PlanRequest,
  planFfmpeg,
} from '../../../device-drivers/camera/arguments.ts';
import { commandLine } from '../../../device-drivers/camera/ffmpeg-process.ts';
import type { SourceFacts } from '../../../device-drivers/camera/source-facts.ts';

const facts: SourceFacts = { videoCodec: 'h264', width: 1280, height: 720, fps: 25, audioCodec: 'aac' };
const request: PlanRequest = {
  source: { kind: 'rtsp', url: 'rtsp://10.0.0.5/cam' },
  facts,
  startedAt: 1_795_243_687_305,
  segments: { pattern: '/spool/r1-%06d.mp4', seconds: 5, encode: false },
  frames: { fps: 2, width: 640, height: 360 },
};

function lineOf(change: Partial<PlanRequest>): string {
  return commandLine(planFfmpeg({ ...request, ...change })).join(' ');
}

describe('the ffmpeg command', () => {
  it('opens a live source once and stamps it with the wall clock', () => {
    const line = lineOf({});
    expect(line.split(' -i ')).toHaveLength(2);
    expect(line).toMatch(
      /-use_wallclock_as_timestamps 1 -copyts -itsoffset -1795243687\.305 .*-i rtsp:\/\/10\.0\.0\.5\/cam/,
    );
    expect(line).toContain('-rtsp_transport tcp -timeout 4000000');
    expect(line).not.toContain('-re ');
  });

  it('plays a file in real time, over and over, with its own times', () => {
    const line = lineOf({ source: { kind: 'file', file: '/films/a b.mp4' } });
    expect(line).toMatch(/-re -stream_loop -1 .*-i \/films\/a b\.mp4/);
    expect(line).not.toContain('wallclock');
  });

  it('gives segments as flushed fragments, numbered, never named by the time', () => {
    const line = lineOf({});
    expect(line).toContain('-map 0:v:0 -c:v copy -map 0:a:0 -c:a copy -bsf:a setts=');
    expect(line).toMatch(/movflags=\S*empty_moov\+default_base_moof\+frag_keyframe/);
    expect(line).toMatch(/frag_duration=300000:flush_packets=1/);
    expect(line).toContain(
      '-metadata comment=r1-%06d.mp4 -segment_list pipe:3 -segment_list_type flat /spool/r1-%06d.mp4',
    );
    expect(line).not.toContain('strftime');
  });

  it('gives pictures on its standard output', () => {
    expect(lineOf({})).toMatch(
      /select='isnan\(prev_t\)\+gt\(floor\(t\*2\),floor\(prev_t\*2\)\)',scale=640:360/,
    );
    expect(lineOf({})).toMatch(/-pix_fmt rgb24 .*-fifo_format rawvideo .*pipe:1$/);
  });

  it('decodes in one thread what one thread can keep up with', () => {
    expect(lineOf({}).match(/-threads 1 -i /g)).toHaveLength(1);
    expect(lineOf({ facts: { ...facts, width: 1_920, height: 1_088 } })).toContain('-threads 1 ');
    const large = { ...facts, width: 2_560, height: 1_440 };
    expect(lineOf({ facts: large })).not.toContain('-threads');
    const source = { kind: 'rtsp', url: 'rtsp://10.0.0.5/1', framesUrl: 'rtsp://10.0.0.5/2' } as const;
    const second = { videoCodec: 'h264', width: 640, height: 360 };
    expect(lineOf({ source, facts: { ...large, second } })).toMatch(/-threads 1 -i \S+2 .*[^1] -i \S+\/1 /);
  });

  it('leaves out what is switched off', () => {
    expect(lineOf({ segments: undefined })).not.toContain('-f segment');
    expect(lineOf({ frames: undefined })).not.toContain('rawvideo');
  });

  it('encodes once, a keyframe each second, when it must', () => {
    const line = lineOf({ segments: { pattern: 'x%06d.mp4', seconds: 5, encode: true } });
    expect(line).toContain('-c:v libx264 -preset veryfast');
    expect(line).toContain('gte(t,prev_forced_t+1)');
    expect(line.match(/libx264/g)).toHaveLength(1);
  });

  it('keeps H.265 under the name that players know, and takes the live view from the second stream', () => {
    const source = { kind: 'rtsp', url: 'rtsp://10.0.0.5/1', framesUrl: 'rtsp://10.0.0.5/2' } as const;
    const second = { videoCodec: 'h264', width: 640, height: 360 };
    const segments = {
      pattern: '/s/r1-%06d.mp4',
      seconds: 5,
      encode: false,
      livePattern: '/s/r1-live-%06d.mp4',
    };
    const line = lineOf({ source, facts: { ...facts, videoCodec: 'hevc', second }, segments });
    expect(line).toMatch(/-map 1:v:0 -c:v copy -tag:v hvc1 -map 1:a:0 .*pipe:3 .* \/s\/r1-%06d\.mp4 -map/);
    expect(line).toMatch(
      /-map 0:v:0 -c:v copy -bsf:v setts=ts=TS\+0\.25\/TB -map 1:a:0 .* \/s\/r1-live-%06d\.mp4 -map 0:v:0/,
    );
    expect(line).toMatch(/,setts=ts=TS\+0\.25\/TB -output_ts_offset -0\.25 /);
    expect(line).toContain('setpts=PTS+0.75/TB');
    expect(line.match(/frag_duration=200000/g)).toHaveLength(2);
    expect(line).not.toContain('libx264');
    expect(line.match(/pipe:3/g)).toHaveLength(1);
  });

  it('encodes sound that is not AAC and does without sound', () => {
    expect(lineOf({ facts: { ...facts, audioCodec: 'pcm_alaw' } })).toContain(
      '-map 0:a:0 -af aresample=async=1000 -c:a aac',
    );
    const { audioCodec: _, ...silent } = facts;
    expect(lineOf({ facts: silent })).not.toContain('0:a:0');
  });
});

describe('copying the video', () => {
  it('needs H.264 for whoever watches live, be it in the second stream', () => {
    const second = { videoCodec: 'h264', width: 640, height: 360 };
    expect(canCopyVideo({ ...facts, videoCodec: 'hevc' }, 5)).toBe(false);
    expect(canCopyVideo({ ...facts, videoCodec: 'hevc', second }, 5)).toBe(true);
    expect(canCopyVideo({ ...facts, videoCodec: 'hevc', second: { ...second, videoCodec: 'hevc' } }, 5)).toBe(
      false,
    );
    expect(canCopyVideo({ ...facts, videoCodec: 'mjpeg', second }, 5)).toBe(false);
    expect(canCopyVideo({ ...facts, second: { ...second, videoCodec: 'hevc' } }, 5)).toBe(true);
  });

  it('needs keyframes that leave segments of 10 s or less', () => {
    expect(canCopyVideo(facts, 5)).toBe(true);
    expect(canCopyVideo({ ...facts, keyframeGapMs: 5_000 }, 5)).toBe(true);
    expect(canCopyVideo({ ...facts, keyframeGapMs: 5_001 }, 5)).toBe(false);
  });
});

describe('the size of pictures', () => {
  it.each([
    [1280, 720, 640, 640, 360],
    [360, 288, 640, 360, 288],
    [1080, 1920, 640, 640, 1138],
    [353, 289, 640, 354, 290],
    [1280, 720, 333, 332, 186],
  ])('%i×%i within %i is %i×%i', (width, height, maxWidth, scaledWidth, scaledHeight) => {
    const size = frameSize({ videoCodec: 'h264', width, height }, maxWidth);
    expect(size).toEqual({ width: scaledWidth, height: scaledHeight });
  });
});
