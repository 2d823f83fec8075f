import { runTool, toolMissing } from './tool.ts';

const needed = [
  { list: '-demuxers', names: ['rtsp'] },
  { list: '-muxers', names: ['segment', 'mp4', 'fifo'] },
  { list: '-encoders', names: ['libx264', 'aac'] },
] as const;
/** Debian 12's. Older ones know neither `-fps_mode` nor RTSP's `-timeout` in its present meaning. */
const oldestVersion = 5.1;

/** Makes sure of the system's ffmpeg and ffprobe. Throws AppError tool_missing, with the line to run. */
export async function checkFfmpeg(ffmpeg = 'ffmpeg', ffprobe = 'ffprobe'): Promise<{ version: string }> {
  const version = versionIn(await outputOf(ffmpeg, ['-version']));
  await outputOf(ffprobe, ['-version']);
  // A build from git has a version such as N-109542-g9a1b2c3: taken on trust.
  if (Number.parseFloat(version) < oldestVersion) {
    throw toolMissing(`ffmpeg ${version} is older than ${oldestVersion}`);
  }
  for (const { list, names } of needed) {
    const missing = missingIn(await outputOf(ffmpeg, ['-hide_banner', list]), names);
    if (missing.length > 0) throw toolMissing(`this ffmpeg lacks ${missing.join(', ')} in ${list}`);
  }
  return { version };
}

async function outputOf(tool: string, args: readonly string[]): Promise<string> {
  const result = await runTool(tool, args, { timeoutMs: 10_000 });
  if (result.kind !== 'done') throw toolMissing(`${tool} ${args.join(' ')} does not work`);
  return result.output;
}

function versionIn(output: string): string {
  return /^ffmpeg version n?(\S+)/.exec(output)?.[1] ?? 'unknown';
}

/** The wanted names that are absent from one of ffmpeg's tables (`flags name description`). */
export function missingIn(table: string, names: readonly string[]): string[] {
  const present = new Set(table.split('\n').flatMap((line) => line.trim().split(/\s+/)[1]?.split(',') ?? []));
  return names.filter((name) => !present.has(name));
}
