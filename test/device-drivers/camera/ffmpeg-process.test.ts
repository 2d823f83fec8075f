import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { planFfmpeg } from '../../../device-drivers/camera/arguments.ts';
import { startFfmpeg } from '../../../device-drivers/camera/ffmpeg-process.ts';
import { ffmpegPids, makeClip, scratchDir } from './real-ffmpeg.ts';

const { dir, remove } = scratchDir();
const clip = join(dir, 'clip.mp4');
beforeAll(() => makeClip(clip, 2));
afterAll(remove);

function planOf(file: string) {
  const frames = { fps: 5, width: 160, height: 120 };
  const facts = { videoCodec: 'h264', width: 320, height: 240 };
  return planFfmpeg({ source: { kind: 'file', file }, facts, startedAt: 0, segments: undefined, frames });
}

it('hands over picture bytes and log lines, and ends when asked to', async () => {
  let bytes = 0;
  const lines: string[] = [];
  const process = startFfmpeg(planOf(clip), {
    onPictureBytes: (chunk) => {
      bytes += chunk.length;
      if (bytes >= 2 * 160 * 120 * 3) process.stop(2_000);
    },
    onSegmentClosed: () => undefined,
    onLog: (line) => lines.push(line),
  });
  expect(await process.gone).toEqual({ how: 'ffmpeg ended with status 255', died: false });
  expect(bytes % (160 * 120 * 3)).toBe(0);
  expect(lines).toContain('[info] Stream mapping:');
});

it('says why ffmpeg ended by itself', async () => {
  const lines: string[] = [];
  const none = () => undefined;
  const process = startFfmpeg(planOf(join(dir, 'nothing.mp4')), {
    ...{ onPictureBytes: none, onSegmentClosed: none, onLog: (line) => lines.push(line) },
  });
  expect(await process.gone).toEqual({ how: 'ffmpeg ended with status 1', died: false });
  expect(lines.join()).toContain('No such file');
});

it('leaves no ffmpeg behind when our own process is killed', async () => {
  const module = new URL('../../../device-drivers/camera/ffmpeg-process.ts', import.meta.url);
  const code = `
    import { startFfmpeg } from ${JSON.stringify(module.href)};
    const sinks = { onPictureBytes: () => console.log('picture'), onSegmentClosed() {}, onLog() {} };
    startFfmpeg(${JSON.stringify(planOf(clip))}, sinks);`;
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code]);
  await once(parent.stdout, 'data');
  expect(ffmpegPids(clip)).toHaveLength(1);
  // Stopped, it cannot end because its pipe broke: only the kernel can have ended it.
  for (const pid of ffmpegPids(clip)) process.kill(pid, 'SIGSTOP');
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(ffmpegPids(clip)).toEqual([]), { timeout: 5_000, interval: 20 });
});
