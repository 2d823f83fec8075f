import { modelFor } from '../manifest.ts';
import { type OpenModel, openModel } from '../registry.ts';

/** From a picture to embeddings: find faces, lay a mesh on each, tell whose it is. */
export interface Stages {
  readonly detector: OpenModel;
  readonly mesh: OpenModel;
  readonly recogniser: OpenModel;
}

/** Opens the models, sessions of their own for each caller, and checks their digests. Throws `model_invalid`. */
export async function openStages(modelsDir: string): Promise<Stages> {
  const [detector, mesh, recogniser] = await Promise.all([
    openModel(modelFor('detect'), modelsDir),
    openModel(modelFor('landmarks'), modelsDir),
    openModel(modelFor('recognise'), modelsDir),
  ]);
  return { detector, mesh, recogniser };
}

export async function closeStages(stages: Stages): Promise<void> {
  for (const { session } of Object.values(stages)) await session.release();
}
