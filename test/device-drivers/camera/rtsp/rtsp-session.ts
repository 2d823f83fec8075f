import type { Socket } from 'node:net';
import type { Film } from './film.ts';
import { RtpStream } from './rtp.ts';

/** One client of the camera: answers its RTSP requests (RFC 2326) and, once it plays, sends it the film. */
export class RtspSession {
  readonly socket: Socket;
  readonly #film: () => Film;
  readonly #video = new RtpStream(0, 'video');
  readonly #sound = new RtpStream(2, 'sound');
  #received = Buffer.alloc(0);
  #playing = false;

  constructor(socket: Socket, film: () => Film) {
    this.socket = socket;
    this.#film = film;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => undefined);
  }

  sendPicture(index: number, timestamp: number): void {
    const { pictures, codec } = this.#film();
    if (this.#playing) this.socket.write(this.#video.picture(pictures[index] ?? [], timestamp, codec));
  }

  sendSound(index: number, timestamp: number): void {
    const { sounds } = this.#film();
    if (this.#playing) this.socket.write(this.#sound.sound(sounds[index] ?? Buffer.alloc(0), timestamp));
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    while (this.#received.length > 0) {
      const isReport = this.#received[0] === 0x24;
      const end = isReport ? reportEnd(this.#received) : this.#received.indexOf('\r\n\r\n') + 4;
      if (end < 4 || end > this.#received.length) return;
      if (!isReport) this.#answer(this.#received.toString('latin1', 0, end));
      this.#received = this.#received.subarray(end);
    }
  }

  #answer(request: string): void {
    const [, method = '', url = ''] = /^(\S+) (\S+)/.exec(request) ?? [];
    const number = /^CSeq: *(\d+)/im.exec(request)?.[1] ?? '0';
    const reply = (headers: readonly string[] = [], body = '') => {
      const length = body === '' ? [] : [`Content-Length: ${body.length}`];
      this.socket.write(['RTSP/1.0 200 OK', `CSeq: ${number}`, ...headers, ...length, '', body].join('\r\n'));
    };
    if (method === 'OPTIONS')
      return reply(['Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER']);
    if (method === 'DESCRIBE')
      return reply(['Content-Type: application/sdp', `Content-Base: ${url}/`], sdpOf(this.#film()));
    const transport = /^Transport: *(.+)/im.exec(request)?.[1]?.trim();
    reply(['Session: 1', ...(transport ? [`Transport: ${transport}`] : [])]);
    if (method === 'PLAY') this.#playing = true;
    if (method === 'TEARDOWN') this.socket.end();
  }
}

/** A report of the client (RTCP) is a `$`, a channel, and a length of two bytes; it is passed over. */
function reportEnd(bytes: Buffer): number {
  return bytes.length < 4 ? Number.POSITIVE_INFINITY : 4 + bytes.readUInt16BE(2);
}

/** RFC 4566. The sound's configuration is AAC-LC, 48 kHz, one channel (ISO/IEC 14496-3, 1.6.2). */
function sdpOf(film: Film): string {
  const sound = [
    'm=audio 0 RTP/AVP 97',
    'a=rtpmap:97 mpeg4-generic/48000/1',
    'a=fmtp:97 streamtype=5;mode=AAC-hbr;config=1188;sizelength=13;indexlength=3;indexdeltalength=3',
    'a=control:track2',
  ];
  const video = ['m=video 0 RTP/AVP 96', ...formatOf(film), 'a=control:track1'];
  const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=camera', 't=0 0', 'a=control:*', ...video];
  return `${[...lines, ...(film.sounds.length > 0 ? sound : [])].join('\r\n')}\r\n`;
}

function formatOf({ codec, pictures }: Film): string[] {
  const units = pictures[0] ?? [];
  const coded = (unit: Buffer | undefined) => unit?.toString('base64') ?? '';
  if (codec === 'h264') {
    const [sps, pps] = [7, 8].map((type) => units.find((unit) => ((unit[0] ?? 0) & 0x1f) === type));
    const parameters = `packetization-mode=1;sprop-parameter-sets=${coded(sps)},${coded(pps)}`;
    return ['a=rtpmap:96 H264/90000', `a=fmtp:96 ${parameters}`];
  }
  const [vps, sps, pps] = [32, 33, 34].map((type) => units.find((unit) => (unit[0] ?? 0) >> 1 === type));
  const parameters = `sprop-vps=${coded(vps)};sprop-sps=${coded(sps)};sprop-pps=${coded(pps)}`;
  return ['a=rtpmap:96 H265/90000', `a=fmtp:96 ${parameters}`];
}
