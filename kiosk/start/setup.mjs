import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeTooOld } from './node-version.mjs';
import { PlainFault, reportFault } from './plain-fault.mjs';
import { countedSteps } from './progress.mjs';
import { databaseStep } from './step-database.mjs';
import { mediaStep } from './step-media.mjs';
import { modelsStep } from './step-models.mjs';
import { packagesStep } from './step-packages.mjs';
import { kioskPagesStep, reviewPagesStep } from './step-pages.mjs';

export const projectRoot = path.resolve(fileURLToPath(import.meta.url), '../../..');

/** What the programs and the unit tests need. */
export const programSteps = [packagesStep, databaseStep, mediaStep, modelsStep];
export const pageSteps = [kioskPagesStep, reviewPagesStep];

/**
 * Brings a fresh clone to where it runs; what is in place already is left alone.
 * @param steps `{ label, work({ root, logFile }) }`
 * @throws PlainFault naming what to do.
 */
export async function setUp({ root = projectRoot, steps = [...programSteps, ...pageSteps], out } = {}) {
  const tooOld = nodeTooOld();
  if (tooOld !== undefined) throw new PlainFault(tooOld);
  const logFile = path.join(root, '.cache', 'setup.log');
  mkdirSync(path.dirname(logFile), { recursive: true });
  writeFileSync(logFile, '');
  const step = countedSteps(steps.length, out);
  for (const { label, work } of steps) await step(label, () => work({ root, logFile }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setUp().catch((fault) => {
    process.exitCode = reportFault(fault);
  });
}
