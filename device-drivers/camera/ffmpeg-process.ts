import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import ffmpeg from 'fluent-ffmpeg';
import { messageOf } from '../../sync/base/errors.ts';
import type { FfmpegPlan } from './arguments.ts';

export interface FfmpegSinks {
  /** Bytes of the frames output (descriptor 1). */
  onPictureBytes(chunk: Buffer): void;
  /** Name of a segment file that was closed (descriptor 3). */
  onSegmentClosed(name: string): void;
  /** One line of the log, with whatever addresses stand in it. */
  onLog(line: string): void;
}

export interface ProcessEnd {
  /** How it ended, as a sentence. */
  readonly how: string;
  /** It did not end by itself: a signal ended it, or it could not be started. */
  readonly died: boolean;
}

export interface FfmpegProcess {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Resolves when the process is gone and all it wrote was handed over. */
  readonly gone: Promise<ProcessEnd>;
  /** Asks it to finish its files and end; kills it when it has not ended after `graceMs`. */
  stop(graceMs: number): void;
  kill(): void;
}

/**
 * Starts one ffmpeg. fluent-ffmpeg builds the command; we spawn it ourselves, since its own `run` knows one
 * output pipe only and leaves the child behind when we are killed. On Linux the kernel kills the child with us.
 */
export function startFfmpeg(plan: FfmpegPlan, sinks: FfmpegSinks): FfmpegProcess {
  const [command, ...args] = [...dieWithParent(), 'ffmpeg', ...commandLine(plan)];
  const child = spawn(command ?? 'ffmpeg', args, {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  child.stdout?.on('data', sinks.onPictureBytes);
  if (child.stderr) createInterface({ input: child.stderr }).on('line', sinks.onLog);
  createInterface({ input: child.stdio[3] as Readable }).on('line', sinks.onSegmentClosed);
  return {
    pid: child.pid,
    gone: endOf(child),
    kill: () => kill(child),
    stop: (graceMs) => stop(child, graceMs),
  };
}

/** The arguments of a plan, as fluent-ffmpeg puts them together. */
export function commandLine(plan: FfmpegPlan): string[] {
  const command = ffmpeg();
  for (const { url, options } of plan.inputs) command.input(url).inputOptions(...options);
  for (const { target, options } of plan.outputs) command.output(target).outputOptions(...options);
  return command._getArguments();
}

/** util-linux's `setpriv` sets the parent-death signal and becomes ffmpeg: the process id is ffmpeg's. */
function dieWithParent(): string[] {
  const setpriv = '/usr/bin/setpriv';
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : [];
}

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) =>
      resolve({ how: `ffmpeg could not be started: ${messageOf(error)}`, died: true }),
    );
    child.once('close', (code, signal) => {
      const how = signal ? `ffmpeg was killed by ${signal}` : `ffmpeg ended with status ${code}`;
      resolve({ how, died: signal !== null });
    });
  });
}

function kill(child: ChildProcess): void {
  child.kill('SIGKILL');
}

/** SIGINT, not `q`: ffmpeg heeds it even while it waits for a packet. */
function stop(child: ChildProcess, graceMs: number): void {
  if (!child.kill('SIGINT')) return;
  const timer = setTimeout(() => kill(child), graceMs);
  child.once('close', () => clearTimeout(timer));
}
