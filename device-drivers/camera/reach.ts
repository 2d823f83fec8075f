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
    const socket = connect({ host, port });
    const settle = (answers: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(answers);
    };
    const giveUp = () => settle(false);
    const timer = setTimeout(giveUp, timeoutMs);
    // Not `connect`'s own `signal`: that leaves a listener behind at every try, and an absent camera has many.
    signal.addEventListener('abort', giveUp);
    socket.once('connect', () => settle(true));
    socket.once('error', giveUp);
    if (signal.aborted) giveUp();
  });
}
