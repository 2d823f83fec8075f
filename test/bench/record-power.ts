import { seedOf } from '../fault/seeded.ts';
import { type Bench, percentile } from './bench.ts';
import { noCutDisk } from './lone-camera/cut-disk.ts';
import { cutRecorder } from './lone-camera/cut-recording.ts';

/**
 * Cuts the power of a disk 50 times (`--long`: 200, `--cuts N`) while a camera is recorded on it, and measures what
 * the next start no longer finds. The control syncs nothing; it must lose more, or the cuts prove nothing. `--seed N`.
 */
export const bench: Bench = async (options) => {
  const why = noCutDisk();
  if (why) throw new Error(why);
  const seed = seedOf('record-power', options);
  const given = options.includes('--cuts') ? Number(options[options.indexOf('--cuts') + 1]) : undefined;
  const cuts = given ?? (options.includes('--long') ? 200 : 50);
  const losses = await cutRecorder(cuts, seed);
  const control = await cutRecorder(Math.min(12, cuts), seed, { forgetful: true });
  const lostMs = losses.map((loss) => loss.lostMs);
  const controlMs = control.map((loss) => loss.lostMs);
  return {
    figures: {
      cuts,
      lostP50Ms: Math.round(percentile(lostMs, 0.5)),
      lostP99Ms: Math.round(percentile(lostMs, 0.99)),
      unreadable: losses.reduce((sum, { unreadable }) => sum + unreadable, 0),
      controlLostP50Ms: Math.round(percentile(controlMs, 0.5)),
      controlLostMostMs: Math.round(percentile(controlMs, 1)),
      controlLostLittle: Number(percentile(controlMs, 1) <= 1_000),
    },
    targets: { lostP99Ms: 1_000, unreadable: 0, controlLostLittle: 0 },
  };
};
