import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Seeded } from '../seeded.ts';
import { chooseCuts, cutPower } from './cut.ts';
import { traced } from './replay.ts';
import { readTrace } from './trace.ts';

export interface CutOptions {
  readonly seed: number;
  /** A trace that was kept, instead of a new one. */
  readonly trace?: string | undefined;
  /** It is meant to lose: nothing is said, no trace is kept. */
  readonly isControl?: boolean;
}

/**
 * Runs a program once under the shim and cuts its power `count` times; `look` says whether all was well after a cut,
 * given the folder that it left and what the program had promised. A trace of which something was lost is kept: with
 * it and the seed the very same cuts can be made again.
 */
export async function runAndCut(
  program: { readonly file: string; readonly args: readonly string[] },
  { seed, trace, count, isControl = false }: CutOptions & { readonly count: number },
  look: (folder: string, acks: string) => Promise<boolean>,
): Promise<void> {
  const run = trace ? { events: readTrace(trace), place: undefined } : traced(program.file, program.args);
  let losses = 0;
  await cutPower(run.events, chooseCuts(run.events, count, new Seeded(seed)), async (folder, acks, cut) => {
    if (await look(folder, acks)) return;
    losses += 1;
    if (losses <= 3 && !isControl) console.log(`not whole after ${JSON.stringify(cut)}`);
  });
  if (run.place && (losses === 0 || isControl)) rmSync(run.place, { recursive: true });
  else if (run.place) console.log(`the trace is kept: ${join(run.place, 'trace')}`);
}
