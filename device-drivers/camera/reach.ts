import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { type CameraSource, describeSource } from './source.ts';

const defaultPort = { 'rtsp:': 554, 'rtsps:': 322 } as const;

/**
 * Whether it is worth starting ffmpeg: an absent camera is looked for every second, for days. Costs next to nothing.
 * @returns why it is not, as a sentence without credentials
 */
export async function whyUnreachable(
  source: CameraSource,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<string | undefined> {
  if (source.kind === 'rtsp') {
    const { hostname, port, protocol } = new URL(source.url);
    const at = Number(port) || (defaultPort[protocol.toLowerCase() as 'rtsp:'] ?? defaultPort['rtsp:']);
    const answers = await listens(hostname.replace(/^\[|\]$/g, ''), at, { timeoutMs, signal });
    return answers ? undefined : `camera ${describeSource(source)}: nobody answers at port ${at}`;
  }
  if (source.kind === 'device' && source.api !== 'v4l2') return undefined;
  const path = source.kind === 'file' ? source.file : source.video;
  return existsSync(path) ? undefined : `camera ${describeSource(source)}: there is no such file or device`;
}

function listens(
  host: string,
  port: number,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal });
    const settle = (answers: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answers);
    };
    const timer = setTimeout(() => settle(false), timeoutMs);
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
