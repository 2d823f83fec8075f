import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { waitFor } from '../../helpers/wait-for.ts';

const encode = '-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -flags +global_header';
/** A keyframe each second, 2 Mbit/s. */
const rate = '-g 25 -keyint_min 25 -sc_threshold 0 -b:v 2M -maxrate 2M -bufsize 1M';

/** A camera on the network (RFC 2326, interleaved only) that films a lavfi graph in real time. */
export class RtspCamera {
  readonly #sdpFile: string;
  readonly #rtp: UdpSocket;
  readonly #server: Server;
  readonly #ffmpeg: ChildProcess;
  readonly #viewers = new Set<Socket>();

  private constructor(sdpFile: string, rtp: UdpSocket, graph: string) {
    this.#sdpFile = sdpFile;
    this.#rtp = rtp;
    this.#rtp.on('message', (packet) => this.#pass(packet));
    const target = `rtp://127.0.0.1:${rtp.address().port}?pkt_size=1400`;
    const made = `${encode} ${rate} -sdp_file ${sdpFile} -f rtp`.split(' ');
    const args = ['-nostdin', '-loglevel', 'error', '-re', '-f', 'lavfi', '-i', graph, ...made, target];
    this.#ffmpeg = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** `dir` holds one small file. */
  static async start(dir: string, graph: string): Promise<RtspCamera> {
    const rtp = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
    rtp.bind(0, '127.0.0.1');
    await once(rtp, 'listening');
    const camera = new RtspCamera(join(dir, 'camera.sdp'), rtp, graph);
    camera.#server.listen(0, '127.0.0.1');
    await once(camera.#server, 'listening');
    await waitFor('the camera', 10_000, async () => camera.#sdp() || undefined);
    return camera;
  }

  get url(): string {
    return `rtsp://127.0.0.1:${(this.#server.address() as AddressInfo).port}/room`;
  }

  async close(): Promise<void> {
    const gone = once(this.#ffmpeg, 'exit');
    this.#ffmpeg.kill('SIGKILL');
    await gone;
    this.#rtp.close();
    this.#server.close();
    for (const socket of this.#viewers) socket.destroy();
  }

  /** Empty until ffmpeg has written it. */
  #sdp(): string {
    try {
      return readFileSync(this.#sdpFile, 'utf8').replace(/^SDP:\r?\n/, '');
    } catch {
      return '';
    }
  }

  /** One RTP packet to everybody, framed as RFC 2326, 10.12, says. */
  #pass(packet: Buffer): void {
    const head = Buffer.from([0x24, 0, packet.length >> 8, packet.length & 0xff]);
    for (const viewer of this.#viewers) viewer.write(Buffer.concat([head, packet]));
  }

  #serve(socket: Socket): void {
    socket.on('error', () => undefined).on('close', () => this.#viewers.delete(socket));
    socket.on('data', (bytes) => {
      const [, method = '', sequence = ''] =
        /^(\w+) [\s\S]*?CSeq: *(\d+)/i.exec(bytes.toString('latin1')) ?? [];
      if (method === '') return;
      const { headers = [], body = '' } = this.#answer(method);
      const lines = ['RTSP/1.0 200 OK', `CSeq: ${sequence}`, 'Session: 1', ...headers];
      const length = body ? [`Content-Length: ${Buffer.byteLength(body)}`] : [];
      socket.write(`${[...lines, ...length].join('\r\n')}\r\n\r\n${body}`);
      if (method === 'PLAY') this.#viewers.add(socket);
    });
  }

  #answer(method: string): { headers?: string[]; body?: string } {
    if (method === 'OPTIONS') return { headers: ['Public: DESCRIBE, SETUP, PLAY, TEARDOWN'] };
    if (method === 'SETUP') return { headers: ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1'] };
    if (method !== 'DESCRIBE') return {};
    return {
      headers: ['Content-Type: application/sdp'],
      body: `${this.#sdp().trimEnd()}\r\na=control:0\r\n`,
    };
  }
}
