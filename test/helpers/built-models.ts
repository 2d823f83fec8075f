import { join } from 'node:path';
import { buildModels } from '../../models/build/build.ts';

/** The folder of the face models, built there by whoever comes first. It outlives the tests and is not committed. */
export async function builtModels(): Promise<string> {
  const outDir = join(import.meta.dirname, '../../.cache/models');
  await buildModels({ outDir });
  return outDir;
}
