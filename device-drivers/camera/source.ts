import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { AppError } from '../../sync/base/errors.ts';

/** Where pictures come from. A file is played in real time, over and over, as a camera that never ends. */
export type CameraSource =
  | { readonly kind: 'device'; readonly path: string }
  | { readonly kind: 'rtsp'; readonly url: string }
  | { readonly kind: 'file'; readonly file: string };

/**
 * Reads a camera address as people write it: `/dev/video0`, `rtsp://user:password@host/path`, `lesson.mp4`.
 * Throws AppError invalid_input for anything else, and for a file that does not exist (a typing mistake).
 */
export function parseCameraSource(address: string): CameraSource {
  if (/^rtsps?:/i.test(address)) return parseRtsp(address);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(address)) throw refused(`${redactCredentials(address)} is not RTSP`);
  if (address.startsWith('/dev/')) return { kind: 'device', path: address };
  if (address.trim() === '') throw refused('the address is empty');
  const file = resolve(address);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw refused(`there is no file ${file}`);
  return { kind: 'file', file };
}

function parseRtsp(url: string): CameraSource {
  if (!URL.canParse(url) || new URL(url).hostname === '') {
    throw refused(`${redactCredentials(url)} is not a complete RTSP address`);
  }
  return { kind: 'rtsp', url };
}

function refused(why: string): AppError {
  const message = `not a camera: ${why}; give /dev/videoN, rtsp://host/path or a video file`;
  const zh = '摄像头地址无效：请填写 /dev/videoN、rtsp://主机/路径 或存在的视频文件';
  return new AppError('invalid_input', message, { field: 'camera', zh });
}

/** Names a source in logs and messages: never with its credentials, a file without its folders. */
export function describeSource(source: CameraSource): string {
  if (source.kind === 'rtsp') return redactCredentials(source.url);
  return source.kind === 'file' ? basename(source.file) : source.path;
}

/**
 * Strikes user and password from every RTSP or HTTP address in a text. Passwords may hold `/` and `@` as they
 * are, and some recorders take them as `user=…&password=…` in the path, so this strikes too much rather than
 * too little.
 */
export function redactCredentials(text: string): string {
  return text
    .replace(/((?:rtsps?|https?|tcp|tls):\/\/)[^\s'"]*@/gi, '$1***@')
    .replace(/\b((?:user(?:name)?|password|passwd|pwd|token|auth)=)[^&\s'"]*/gi, '$1***');
}
