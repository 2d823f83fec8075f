import { InferenceSession } from 'onnxruntime-node';
import { AppError } from '../sync/base/errors.ts';
import type { ModelEntry } from './manifest.ts';
import { readModelFile } from './model-file.ts';

/** A model ready to run, and what the manifest says of it. */
export interface OpenModel {
  readonly entry: ModelEntry;
  readonly session: InferenceSession;
}

/**
 * Opens a built model after checking its digest. One thread each: the kiosk's cores belong to the recording first.
 * Throws `model_invalid`.
 */
export async function openModel(entry: ModelEntry, modelsDir: string): Promise<OpenModel> {
  const bytes = await readModelFile(entry, modelsDir);
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' } as const;
  const session = await InferenceSession.create(bytes, options).catch((cause: unknown) => {
    throw new AppError('model_invalid', `The model ${entry.name} cannot be loaded.`, { cause });
  });
  return { entry, session };
}
