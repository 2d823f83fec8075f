import { describe, expect, it } from 'vitest';
import type { DeviceMode } from '../../../device-drivers/camera/device-modes.ts';
import { inputsOf, listModesArguments, placesOf } from '../../../device-drivers/camera/inputs.ts';
import { type CameraSource, parseCameraSource } from '../../../device-drivers/camera/source.ts';

const startedAt = 1_795_243_687_305;

/** The inputs' part of the command line, one string an input. */
function inputs(source: CameraSource, mode?: DeviceMode, second = true): string[] {
  const live = '-use_wallclock_as_timestamps 1 -copyts -itsoffset -1795243687.305 ';
  return inputsOf(source, { startedAt, mode, second }).map(({ options, url }) =>
    `${options.join(' ')} -i ${url}`.replace(live, '(live) '),
  );
}

const mode = (form: DeviceMode['form'], name: string, fps?: number): DeviceMode => {
  return { form, name, width: 1280, height: 720, ...(fps !== undefined && { fps }) };
};

describe('what ffmpeg is to open', () => {
  it('is a camera’s two RTSP streams, moved by the same time, that which is recorded last', () => {
    const source = parseCameraSource('rtsp://10.0.0.5/main', 'rtsp://10.0.0.5/small');
    const rtsp = '(live) -rtsp_transport tcp -timeout 4000000 -i rtsp://10.0.0.5';
    const queued = '-thread_queue_size 512';
    expect(inputs(source)).toEqual([`${queued} ${rtsp}/small`, `${queued} ${rtsp}/main`]);
    expect(placesOf(source, true)).toMatchObject({ video: '1:v:0', sound: '1:a:0', second: '0:v:0' });
    expect(inputs(source, undefined, false)).toEqual([`${rtsp}/main`]);
    expect(placesOf(source, false)).toEqual({ camera: 0, video: '0:v:0', sound: '0:a:0' });
  });

  it('is a file, with its own times', () => {
    expect(inputs({ kind: 'file', file: '/films/a b.mp4' })).toEqual([
      '-re -stream_loop -1 -i /films/a b.mp4',
    ]);
  });

  it('is a V4L2 camera in its mode, and its microphone apart', () => {
    const v4l2 = '(live) -f v4l2 -input_format mjpeg -video_size 1280x720 -framerate 25 -i /dev/video0';
    expect(inputs(parseCameraSource('/dev/video0'), mode('mjpeg', 'mjpeg'))).toEqual([v4l2]);
    expect(inputs(parseCameraSource('/dev/video0:audio=hw:1,0'), mode('mjpeg', 'mjpeg'))).toEqual([
      v4l2,
      '(live) -f alsa -thread_queue_size 512 -i hw:1,0',
    ]);
    expect(inputs(parseCameraSource('/dev/video0'))).toEqual(['(live) -f v4l2 -i /dev/video0']);
  });

  it('is a DirectShow camera with its microphone', () => {
    const source = parseCameraSource('dshow:HD Webcam:audio=Microphone (HD Webcam)');
    const size = '-video_size 1280x720 -framerate 25';
    const url = 'video=HD Webcam:audio=Microphone (HD Webcam)';
    expect(inputs(source, mode('mjpeg', 'mjpeg', 30))).toEqual([
      `(live) -f dshow -rtbufsize 64M -vcodec mjpeg ${size} -i ${url}`,
    ]);
    expect(inputs(source, mode('raw', 'yuyv422', 10))[0]).toContain(
      '-pixel_format yuyv422 -video_size 1280x720 -framerate 10',
    );
  });

  it('is an AVFoundation camera at a rate that it has', () => {
    const size = '-video_size 1280x720 -framerate 30';
    expect(inputs(parseCameraSource('avfoundation:0:audio=1'), mode('raw', '', 30))).toEqual([
      `(live) -f avfoundation ${size} -i 0:1`,
    ]);
    expect(inputs(parseCameraSource('avfoundation:0'))).toEqual(['(live) -f avfoundation -i 0']);
  });
});

describe('a camera of this machine', () => {
  it.each([
    ['/dev/video0:audio=hw:1', '-f v4l2 -list_formats all -i /dev/video0'],
    ['dshow:Cam', '-f dshow -list_options true -i video=Cam'],
    ['avfoundation:0', '-f avfoundation -framerate 1000 -i 0'],
  ])('%s is asked for its modes', (address, line) => {
    const source = parseCameraSource(address);
    if (source.kind !== 'device') throw new Error('no device');
    expect(listModesArguments(source).join(' ')).toBe(`-hide_banner -nostdin ${line}`);
  });
});
