import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  describeSource,
  parseCameraSource,
  redactCredentials,
} from '../../../device-drivers/camera/source.ts';
import { isAppError } from '../../../sync/base/errors.ts';
import { scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
afterAll(remove);

function faultOf(address: string): unknown {
  try {
    return parseCameraSource(address);
  } catch (error) {
    return error;
  }
}

describe('a camera address', () => {
  it('names a device, an RTSP camera or a file', () => {
    const file = join(dir, 'lesson.mp4');
    writeFileSync(file, '');
    expect(parseCameraSource('/dev/video0')).toEqual({ kind: 'device', api: 'v4l2', video: '/dev/video0' });
    expect(parseCameraSource('rtsp://10.0.0.5:554/cam')).toEqual({
      kind: 'rtsp',
      url: 'rtsp://10.0.0.5:554/cam',
    });
    expect(parseCameraSource(file)).toEqual({ kind: 'file', file });
  });

  it('may name a microphone, another system’s camera, or a second stream', () => {
    expect(parseCameraSource('/dev/video0:audio=hw:1,0')).toEqual({
      ...{ kind: 'device', api: 'v4l2', video: '/dev/video0', audio: 'hw:1,0' },
    });
    expect(parseCameraSource('dshow:HD Webcam')).toEqual({
      kind: 'device',
      api: 'dshow',
      video: 'HD Webcam',
    });
    expect(parseCameraSource('avfoundation:0:audio=0')).toMatchObject({ api: 'avfoundation', audio: '0' });
    expect(parseCameraSource('rtsp://10.0.0.5/1', 'rtsp://10.0.0.5/2')).toEqual({
      ...{ kind: 'rtsp', url: 'rtsp://10.0.0.5/1', framesUrl: 'rtsp://10.0.0.5/2' },
    });
    expect(() => parseCameraSource('/dev/video0', 'rtsp://10.0.0.5/2')).toThrow('second stream');
    expect(() => parseCameraSource('rtsp://10.0.0.5/1', '/dev/video0')).toThrow(
      'not a complete RTSP address',
    );
  });

  it.each(['http://10.0.0.5/mjpeg', 'rtsp://', 'rtsp:', '', '  '])('%j is refused', (address) => {
    expect(isAppError(faultOf(address), 'invalid_input')).toBe(true);
  });

  it('names the file that is missing', () => {
    const fault = faultOf(join(dir, 'nothing.mp4'));
    expect(isAppError(fault, 'invalid_input') && fault.message).toContain('nothing.mp4');
  });

  it('is refused without giving its credentials away', () => {
    const fault = faultOf('http://admin:s3cret@10.0.0.5/mjpeg');
    expect(isAppError(fault) && fault.message).not.toContain('s3cret');
  });
});

describe('credentials', () => {
  it.each([
    'rtsp://admin:s3cret@10.0.0.5/cam',
    'rtsp://admin:s3/c@r:s3cret@10.0.0.5/cam',
    'RTSP://s3cret@10.0.0.5/cam',
    'rtsp://10.0.0.5:554/user=s3cret&password=s3cret&channel=1&stream=0.sdp',
    'rtsp://admin:a s3cret@10.0.0.5/cam',
    `rtsp://admin:it's"s3cret@10.0.0.5/cam`,
    "Error opening 'rtsp://admin:s3cret@10.0.0.5/cam': refused; rtsp://admin:s3cret@10.0.0.5/cam",
  ])('are struck from %s', (text) => {
    const redacted = redactCredentials(text);
    expect(redacted).not.toContain('s3');
    expect(redacted).toContain('10.0.0.5');
  });

  it('never stand in the name of a source', () => {
    expect(describeSource({ kind: 'rtsp', url: 'rtsp://admin:s3cret@10.0.0.5/cam' })).toBe(
      'rtsp://***@10.0.0.5/cam',
    );
    expect(describeSource({ kind: 'file', file: '/home/someone/lesson.mp4' })).toBe('lesson.mp4');
  });
});
