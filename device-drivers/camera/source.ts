import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';

/** A camera of this machine, as its system names it. `audio` is a microphone; for `v4l2` an ALSA device. */
export interface DeviceSource {
  readonly kind: 'device';
  readonly api: 'v4l2' | 'dshow' | 'avfoundation';
  readonly video: string;
  readonly audio?: string;
}

/** Where pictures come from. A file is played in real time, over and over, as a camera that never ends. */
export type CameraSource =
  | DeviceSource
  /** `framesUrl`: the camera's second, smaller stream, which pictures are taken from. */
  | { readonly kind: 'rtsp'; readonly url: string; readonly framesUrl?: string }
  | { readonly kind: 'file'; readonly file: string };

/**
 * Reads a camera address as people write it: `rtsp://user:password@host/path`, `/dev/video0`,
 * `/dev/video0:audio=hw:1`, `dshow:NAME:audio=NAME`, `avfoundation:0:audio=0`, `lesson.mp4`.
 * @param framesAddress `rtsp://…` of the same camera's second stream, if any
 * Throws AppError invalid_input for anything else, and for a file that does not exist (a typing mistake).
 */
export function parseCameraSource(address: string, framesAddress?: string): CameraSource {
  const source = parseAddress(address);
  if (framesAddress === undefined) return source;
  if (source.kind !== 'rtsp') throw refused('only an RTSP camera has a second stream');
  return { ...source, framesUrl: rtspUrl(framesAddress) };
}

function parseAddress(address: string): CameraSource {
  if (/^rtsps?:/i.test(address)) return { kind: 'rtsp', url: rtspUrl(address) };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(address)) throw refused(`${redactCredentials(address)} is not RTSP`);
  const device = /^(?:(dshow|avfoundation):|(?=\/dev\/))(.+?)(?::audio=(.+))?$/.exec(address);
  if (device) return deviceOf(device);
  if (address.trim() === '') throw refused('the address is empty');
  const file = resolve(address);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw refused(`there is no file ${file}`);
  return { kind: 'file', file };
}

function deviceOf([, api = 'v4l2', video = '', audio]: RegExpExecArray): DeviceSource {
  return { kind: 'device', api: api as DeviceSource['api'], video, ...(audio && { audio }) };
}

function rtspUrl(url: string): string {
  if (!/^rtsps?:/i.test(url) || !URL.canParse(url) || new URL(url).hostname === '') {
    throw refused(`${redactCredentials(url)} is not a complete RTSP address`);
  }
  return url;
}

function refused(why: string): AppError {
  const message = `not a camera: ${why}; give /dev/videoN, rtsp://host/path or a video file`;
  const zh = '摄像头地址无效：请填写 /dev/videoN、rtsp://主机/路径 或存在的视频文件';
  return new AppError('invalid_input', message, { field: 'camera', zh });
}

/** Names a source in logs and messages: never with its credentials, a file without its folders. */
export function describeSource(source: CameraSource): string {
  if (source.kind === 'rtsp') return redactCredentials(source.url);
  return source.kind === 'file' ? basename(source.file) : source.video;
}

/**
 * Strikes user and password from every RTSP or HTTP address in a line of text. Passwords may hold `/`, `@`, quotes and
 * spaces as they are, and some recorders take them as `user=…&password=…` in the path, so this strikes too much rather
 * than too little.
 */
export function redactCredentials(text: string): string {
  return text
    .replace(/((?:rtsps?|https?|tcp|tls):\/\/).*@/gi, '$1***@')
    .replace(/\b((?:user(?:name)?|password|passwd|pwd|token|auth)=)[^&\s'"]*/gi, '$1***');
}
