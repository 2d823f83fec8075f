import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FilmOptions } from './film.ts';

const program = fileURLToPath(new URL('rtsp-camera-program.ts', import.meta.url));

/** Starts an RTSP camera as a process of its own. */
export async function startRtspCamera(
  film: FilmOptions,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const args = ['--import', 'tsx', program, JSON.stringify(film)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const said = once(createInterface({ input: child.stdout }), 'line');
  const [url] = (await Promise.race([said, ended])) as [unknown];
  if (typeof url !== 'string') throw new Error('the RTSP camera did not start');
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return { url, stop };
}
