import { execFile } from 'node:child_process';
import { AppError } from '../../sync/base/errors.ts';

export interface ToolRun {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type ToolResult =
  | { readonly kind: 'done'; readonly output: string }
  | { readonly kind: 'failed'; readonly stderr: string }
  | { readonly kind: 'timed-out' };

/** Runs ffmpeg or ffprobe to its end. Throws AppError tool_missing when there is no such program. */
export function runTool(tool: string, args: readonly string[], run: ToolRun): Promise<ToolResult> {
  const { timeoutMs, signal } = run;
  // SIGKILL: an ffprobe that waits for a frozen camera does not heed SIGTERM.
  const options = { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 32 << 20, signal } as const;
  return new Promise((resolve, reject) => {
    execFile(tool, args, options, (error, stdout, stderr) => {
      if (!error) resolve({ kind: 'done', output: stdout });
      else if (error.code === 'ENOENT') reject(toolMissing(`${tool} is not installed`));
      else resolve(error.killed ? { kind: 'timed-out' } : { kind: 'failed', stderr });
    });
  });
}

/** The fault, with the one line that mends it. */
export function toolMissing(what: string): AppError {
  return new AppError('tool_missing', `${what}; run: apt-get install ffmpeg`, {
    zh: `缺少视频工具（${what}），请运行：apt-get install ffmpeg`,
  });
}
