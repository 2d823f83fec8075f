import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { Seeded } from '../../fault/seeded.ts';
import { makeEvidence } from './evidence.ts';
import { tamperWith } from './tamper-with.ts';

export interface Share {
  readonly count: number;
  readonly seed: number;
  /** The control: every signature is taken for good. */
  readonly blind: boolean;
}

/** The thread behind `npm run bench -- tamper`: evidence of its own, tampered with so many times. */
async function main({ count, seed, blind }: Share): Promise<void> {
  const evidence = await makeEvidence();
  if (blind) blindToSignatures();
  parentPort?.postMessage(await tamperWith(evidence, count, new Seeded(seed)));
}

function blindToSignatures(): void {
  (crypto as { verify: unknown }).verify = () => true;
  syncBuiltinESMExports();
}

await main(workerData as Share);
