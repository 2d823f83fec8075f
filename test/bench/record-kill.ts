import { seedOf } from '../fault/seeded.ts';
import { type Bench, percentile } from './bench.ts';
import type { Loss } from './lone-camera/kept-video.ts';
import { killFfmpeg, killRecorder } from './lone-camera/kill-recording.ts';

/**
 * Kills ffmpeg and a recording program 100 times each (`--long`: 500, `--kills N`) while a camera that knows when it
 * sent each picture is recorded, and measures what is in no file. The control's ffmpeg writes fragments of 2 s; what
 * it loses must be seen. `--seed N`.
 */
export const bench: Bench = async (options) => {
  const seed = seedOf('record-kill', options);
  const given = options.includes('--kills') ? Number(options[options.indexOf('--kills') + 1]) : undefined;
  const kills = given ?? (options.includes('--long') ? 500 : 100);
  const ffmpeg = await killFfmpeg(kills, seed);
  const program = await killRecorder(kills, seed + 10);
  // Keyframes end fragments, too: of a second without one the control loses up to the whole.
  const control = await killRecorder(Math.min(20, kills), seed + 20, { controlFragmentMs: 2_000 });
  return {
    figures: {
      kills,
      ...figuresOf('ffmpeg', ffmpeg),
      ...figuresOf('program', program),
      controlLostMostMs: lostMs(control, 1),
      controlLostLittle: Number(lostMs(control, 1) <= 500),
    },
    targets: {
      ffmpegLostP99Ms: 500,
      programLostP99Ms: 500,
      ...{ ffmpegUnreadable: 0, programUnreadable: 0, controlLostLittle: 0 },
    },
  };
};

function figuresOf(victim: string, losses: readonly Loss[]): Record<string, number> {
  return {
    [`${victim}LostP50Ms`]: lostMs(losses, 0.5),
    [`${victim}LostP99Ms`]: lostMs(losses, 0.99),
    [`${victim}Unreadable`]: losses.reduce((sum, { unreadable }) => sum + unreadable, 0),
  };
}

function lostMs(losses: readonly Loss[], share: number): number {
  const values = losses.map((loss) => loss.lostMs);
  return Math.round(percentile(values, share));
}
