import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { seedOf } from '../fault/seeded.ts';
import type { Bench } from './bench.ts';
import { seenByServer } from './tamper/seen-by-server.ts';
import { noOutcome, type Outcome } from './tamper/tamper-with.ts';
import type { Share } from './tamper/tamper-worker.ts';

const controlMutations = 1_000;

/**
 * Tampers with exported evidence, pages of the pull API and consistency proofs 100,000 times (`--long`: 1,000,000,
 * `--count N`), and each time verifies all of it from the server's key: nothing may be accepted, and the first thing
 * named must be what is wrong. The control takes every signature for good, and must let some through. `--seed N`
 * chooses the same places and ways again; the keys are new each time.
 */
export const bench: Bench = async (options) => {
  const seed = seedOf('tamper', options);
  const count = countOf(options);
  const startAt = performance.now();
  const outcome = await tamperInThreads(count, seed);
  const seconds = (performance.now() - startAt) / 1_000;
  const control = await inThread({ count: controlMutations, seed, blind: true });
  for (const { kind, number, said } of outcome.failures) console.log(`${kind} (${number}): ${said}`);
  console.log(JSON.stringify({ perKind: outcome.perKind }));
  const { mutations, accepted, misnamed, unchanged } = outcome;
  const kinds = Object.keys(outcome.perKind).length;
  const controlLetThrough = control.accepted;
  return {
    figures: {
      ...{ mutations, accepted, misnamed, kinds, unchanged },
      ...(await seenByServer()),
      perSecond: Math.round(mutations / seconds),
      controlLetThrough,
      controlLetNothingThrough: controlLetThrough === 0 ? 1 : 0,
    },
    targets: { accepted: 0, misnamed: 0, cutsUnseen: 0, controlLetNothingThrough: 0 },
  };
};

function countOf(options: readonly string[]): number {
  if (options.includes('--long')) return 1_000_000;
  if (!options.includes('--count')) return 100_000;
  const count = Number(options[options.indexOf('--count') + 1]);
  if (!Number.isInteger(count) || count < 1) throw new Error('--count must be a whole number');
  return count;
}

/** Each thread has its own share, its own evidence and its own seed. */
async function tamperInThreads(count: number, seed: number): Promise<Outcome> {
  const threads = availableParallelism();
  const shares = Array.from({ length: threads }, (_, i) => ({
    count: Math.floor((count + i) / threads),
    seed: seed + i,
    blind: false,
  }));
  const outcomes = await Promise.all(shares.filter((share) => share.count > 0).map(inThread));
  return outcomes.reduce(together, noOutcome());
}

async function inThread(share: Share): Promise<Outcome> {
  const worker = new Worker(new URL('./tamper/start-worker.mjs', import.meta.url), { workerData: share });
  try {
    const [outcome] = (await once(worker, 'message')) as [Outcome];
    return outcome;
  } finally {
    await worker.terminate();
  }
}

function together(a: Outcome, b: Outcome): Outcome {
  const perKind = { ...a.perKind };
  for (const [kind, count] of Object.entries(b.perKind)) perKind[kind] = (perKind[kind] ?? 0) + count;
  return {
    mutations: a.mutations + b.mutations,
    accepted: a.accepted + b.accepted,
    misnamed: a.misnamed + b.misnamed,
    unchanged: a.unchanged + b.unchanged,
    perKind,
    failures: [...a.failures, ...b.failures],
  };
}
